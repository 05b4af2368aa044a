// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.weather;

import static io.interloop.asyncio.Asyncio.generator;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.asyncio.Asyncio.taskGroup;
import static io.interloop.asyncio.Asyncio.timeout;
import static io.interloop.vertx.VertxAdapter.awaitable;
import static io.interloop.vertx.VertxAdapter.writeTo;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.Task;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the server says to each path. */
final class Answers {
  private static final Set<String> CITIES = Set.of("Berlin", "Lisbon", "Oslo");

  private final Board board;
  private final Forecasts forecasts;
  private final Archive archive;

  Answers(Board board, Forecasts forecasts, Archive archive) {
    this.board = board;
    this.forecasts = forecasts;
    this.archive = archive;
  }

  /** Returns a coroutine that answers one request. */
  Awaitable<@Nullable Void> to(@Nullable String path, HttpServerResponse response) {
    String[] parts = path == null ? new String[0] : path.split("/");
    boolean known = parts.length >= 3 && CITIES.contains(parts[2]);
    return () -> {
      try {
        if (known && parts.length == 3 && parts[1].equals("weather")) {
          send(response, weather(parts[2]).await().encode());
        } else if (known && parts.length == 3 && parts[1].equals("forecast")) {
          send(response, forecast(parts[2]).await());
        } else if (known && parts.length == 4 && parts[3].equals("live")) {
          response.setChunked(true).putHeader("Content-Type", "text/event-stream");
          writeTo(response, events(parts[2])).await();
        } else {
          awaitable(response.setStatusCode(404).end()).await();
        }
      } catch (Exception failure) {
        if (!response.ended()) {
          awaitable(response.setStatusCode(500).end(failure.toString())).await();
        }
      }
      return null;
    };
  }

  private static void send(HttpServerResponse response, String body) throws Exception {
    awaitable(response.end(body)).await();
  }

  /** Asks three libraries at once. The forecast may fail; then there is none. */
  private Awaitable<JsonObject> weather(String city) {
    return taskGroup(group -> {
      Task<@Nullable Integer> record = group.createTask(archive.record(city));
      Task<@Nullable String> tomorrow = group.createTask(tomorrow(city));
      return new JsonObject()
          .put("city", city)
          .put("celsius", board.newest(city).celsius())
          .put("record", record.await())
          .put("tomorrow", tomorrow.await());
    });
  }

  private Awaitable<@Nullable String> tomorrow(String city) {
    return () -> {
      try {
        return timeout(ofSeconds(20), forecasts.tomorrow(city)).await();
      } catch (TimeoutException late) {
        return null;
      }
    };
  }

  /** The forecast service itself. */
  private static Awaitable<String> forecast(String city) {
    return sleep(ofMillis(5), city.equals("Oslo") ? "snow" : "sun");
  }

  /** Readings as server-sent events. */
  private AsyncStream<Buffer> events(String city) {
    return generator(out -> {
      try (AsyncStream<Reading> readings = board.readings(city)) {
        for (Reading reading : readings) {
          out.yield(Buffer.buffer("data: " + reading.celsius() + "\n\n"));
        }
      }
    });
  }
}
