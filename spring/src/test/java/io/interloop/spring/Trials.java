// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import static io.interloop.asyncio.Asyncio.generator;
import static io.interloop.asyncio.Asyncio.sleep;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Promise;
import io.interloop.Task;
import io.interloop.asyncio.Event;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What the tests ask for. The same code runs in WebFlux and in MVC. */
@RestController
class Trials {
  static final int MANY = 2_000;

  record Item(int number, String text) {}

  static final class TrialException extends Exception {
    private static final long serialVersionUID = 1L;

    TrialException(String message) {
      super(message);
    }
  }

  /** What happened in coroutines whose client cannot see it. */
  final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  /** How many items {@link #many()} has yielded. */
  final AtomicInteger yielded = new AtomicInteger();

  private final EventLoop loop;

  /** Ends a while after it is released. */
  final Task<String> task;

  private final Promise<String> done;
  private final Event released = new Event();

  Trials(EventLoop loop) {
    this.loop = loop;
    // The loop does not run before the beans are there, so it takes this from any thread.
    task =
        loop.createTask(() -> {
          released.await();
          return "the task's result";
        });
    done = loop.createPromise();
    done.setResult("the future's result");
  }

  void release() {
    loop.callSoonThreadsafe(released::set);
  }

  // ---- one value

  @GetMapping("/now")
  Awaitable<String> now() {
    return () -> "now";
  }

  @GetMapping("/later/{name}")
  Awaitable<String> later(@PathVariable String name) {
    return () -> {
      sleep(ofMillis(1)).await();
      return "Hello, " + name + (EventLoop.running() == loop ? ", from the loop" : "");
    };
  }

  @GetMapping("/entity")
  Awaitable<ResponseEntity<Item>> entity() {
    return () -> ResponseEntity.status(HttpStatus.CREATED).body(new Item(1, "one"));
  }

  @GetMapping("/future")
  Future<String> future() {
    return done;
  }

  @GetMapping("/task")
  Task<String> task() {
    events.add("asked for the task");
    return task;
  }

  // ---- no value, and what Spring makes of Reactor's

  @GetMapping("/awaitable/null")
  Awaitable<@Nullable Item> nothing() {
    return () -> null;
  }

  @GetMapping("/mono/null")
  Mono<Item> monoOfNothing() {
    return Mono.empty();
  }

  @GetMapping("/awaitable/entity")
  Awaitable<@Nullable ResponseEntity<Item>> noEntity() {
    return () -> null;
  }

  @GetMapping("/mono/entity")
  Mono<ResponseEntity<Item>> monoOfNoEntity() {
    return Mono.empty();
  }

  @GetMapping("/awaitable/void")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  Awaitable<@Nullable Void> end() {
    return () -> null;
  }

  @GetMapping("/mono/void")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  Mono<Void> monoOfEnd() {
    return Mono.empty();
  }

  @GetMapping("/awaitable/none")
  @Nullable Awaitable<Item> noAwaitable() {
    return null;
  }

  @GetMapping("/mono/none")
  @Nullable Mono<Item> noMono() {
    return null;
  }

  // ---- failures and cancellation

  @GetMapping("/failure")
  Awaitable<String> failure() {
    return () -> {
      throw new TrialException("at once");
    };
  }

  @GetMapping("/failure/later")
  Awaitable<String> failureLater() {
    return () -> {
      sleep(ofMillis(1)).await();
      throw new TrialException("later");
    };
  }

  @ExceptionHandler
  ResponseEntity<String> failed(TrialException failure) {
    return ResponseEntity.status(HttpStatus.CONFLICT).body(failure.getMessage());
  }

  @GetMapping("/wait")
  Awaitable<String> waiting() {
    return () -> {
      events.add("waiting");
      try {
        sleep(ofHours(1)).await();
        return "an hour";
      } catch (CancelledError error) {
        sleep(ofMillis(1)).await();
        events.add("cancelled");
        throw error;
      }
    };
  }

  // ---- many values

  @GetMapping("/stream")
  AsyncStream<Item> stream() {
    return generator(out -> {
      for (int number = 1; number <= 3; number++) {
        sleep(ofMillis(1)).await();
        out.yield(new Item(number, "item"));
      }
    });
  }

  @GetMapping("/stream/empty")
  AsyncStream<Item> emptyStream() {
    return generator(out -> {});
  }

  /** Far more than the buffers on the way can take. */
  @GetMapping("/stream/many")
  AsyncStream<Item> many() {
    yielded.set(0);
    return generator(out -> {
      String text = "x".repeat(32 * 1024);
      for (int number = 1; number <= MANY; number++) {
        yielded.set(number);
        out.yield(new Item(number, text));
      }
    });
  }

  @GetMapping("/stream/endless")
  AsyncStream<Item> endless() {
    return generator(out -> {
      try {
        for (int number = 1; ; number++) {
          out.yield(new Item(number, "item"));
          sleep(ofMillis(1)).await();
        }
      } finally {
        sleep(ofMillis(1)).await();
        events.add("cleaned up");
      }
    });
  }

  @GetMapping("/stream/silent")
  AsyncStream<Item> silent() {
    return generator(out -> {
      try {
        out.yield(new Item(1, "item"));
        sleep(ofHours(1)).await();
      } finally {
        events.add("cleaned up");
      }
    });
  }
}
