// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import static io.interloop.ConversionOptions.DEFAULT;
import static io.interloop.vertx.VertxAdapter.awaitable;
import static io.interloop.vertx.VertxAdapter.first;
import static io.interloop.vertx.VertxAdapter.readStream;
import static io.interloop.vertx.VertxAdapter.stream;
import static io.interloop.vertx.VertxAdapter.vertxFuture;
import static io.interloop.vertx.VertxAdapter.writeStream;
import static io.interloop.vertx.VertxAdapter.writeTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With a Vert.x that runs: its event loops, its contexts, its streams. */
@ExtendWith(LoopExtension.class)
final class RealVertxTest {
  private static Vertx vertx;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void closeVertx() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  // ---- threads and contexts

  @Test
  void aResultOfAnEventLoopResumesTheTaskOnTheLoop(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      io.vertx.core.Promise<String> promise = io.vertx.core.Promise.promise();
      ((VertxInternal) vertx)
          .createEventLoopContext()
          .runOnContext(ignored -> {
            trail.add("completed on an event loop: " + Context.isOnEventLoopThread());
            promise.complete("value");
          });
      trail.add(awaitable(promise.future()).await());
      trail.add("on the loop: " + (loop.isCurrent() && !Context.isOnVertxThread()));
      trail.add(awaitable(promise.future()).await() + " again");
    });
    trail.assertIs("completed on an event loop: true", "value", "on the loop: true", "value again");
  }

  @Test
  void theVertxFutureBelongsToTheDuplicatedContextOfTheCaller(Runner runner, EventLoop loop)
      throws Exception {
    runner.run(() -> {
      ContextInternal context = ((VertxInternal) vertx).createEventLoopContext().duplicate();
      CompletableFuture<Context> before = new CompletableFuture<>();
      CompletableFuture<Context> after = new CompletableFuture<>();
      context.runOnContext(ignored -> {
        io.vertx.core.Future<String> future =
            vertxFuture(loop, () -> "on the loop: " + loop.isCurrent());
        future.onComplete(result -> before.complete(Vertx.currentContext()));
        future.onSuccess(value -> {
          assertThat(value).isEqualTo("on the loop: true");
          future.onComplete(result -> after.complete(Vertx.currentContext()));
        });
      });
      assertThat(awaitable(vertxFutureOf(before)).await()).isSameAs(context);
      assertThat(awaitable(vertxFutureOf(after)).await()).isSameAs(context);
    });
  }

  private static <T> io.vertx.core.Future<T> vertxFutureOf(CompletableFuture<T> future) {
    return io.vertx.core.Future.fromCompletionStage(future);
  }

  @Test
  void theVertxFutureOfATaskIsOneOfTheLoopElsewhere(Runner runner, EventLoop loop, Trail trail)
      throws Exception {
    runner.run(() -> {
      Task<String> task = loop.createTask(() -> "value");
      io.vertx.core.Future<String> future = vertxFuture(task);
      future.onSuccess(value -> trail.add(value + ", on the loop: " + loop.isCurrent()));
      trail.add("awaits");
      trail.add(awaitable(future).await());
    });
    trail.assertIs("awaits", "value, on the loop: true", "value");
  }

  @Test
  void aFutureOfAnotherLoopIsRefused(Runner runner) throws Exception {
    EventLoop other = Asyncio.newEventLoop();
    runner.run(() ->
        assertThatThrownBy(() -> vertxFuture(EventLoop.running(), other.createPromise()))
            .isInstanceOf(IllegalArgumentException.class));
    other.close();
  }

  @Test
  void aLateResultOfVertxIsDiscarded(Runner runner, EventLoop loop, Trail trail) throws Exception {
    ConversionOptions options = DEFAULT.withOnDiscard(value -> trail.add("discarded " + value));
    runner.run(() -> {
      io.vertx.core.Promise<String> promise = io.vertx.core.Promise.promise();
      Task<String> waiter = loop.createTask(awaitable(promise.future(), options));
      loop.callSoon(waiter::cancel);
      Asyncio.gatherOutcomes(waiter).await();
      vertx.runOnContext(ignored -> promise.complete("late"));
      awaitable(promise.future()).await();
    });
    trail.assertIs("discarded late");
  }

  // ---- streams

  @Test
  void anHttpBodyIsReadAndWrittenWithDemand(Runner runner, EventLoop loop) throws Exception {
    byte[] body = new byte[4 << 20];
    new Random(1).nextBytes(body);
    runner.run(() -> {
      HttpServer server =
          vertx
              .createHttpServer()
              .requestHandler(request -> {
                request.pause();
                loop.callSoonThreadsafe(() -> loop.createTask(() -> echo(request)));
              });
      awaitable(server.listen(0, "127.0.0.1")).await();
      HttpClient client = vertx.createHttpClient();
      HttpClientRequest request =
          awaitable(client.request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/")).await();
      request.setChunked(true);
      Task<Buffer> answer = loop.createTask(() -> answerTo(request));
      writeTo(request, chunks(body)).await();
      awaitable(request.end()).await();
      assertThat(answer.await().getBytes()).isEqualTo(body);
      awaitable(client.close()).await();
      awaitable(server.close()).await();
    });
  }

  private static AsyncStream<Buffer> chunks(byte[] body) {
    return Asyncio.generator(items -> {
      for (int from = 0; from < body.length; from += 1 << 14) {
        items.yield(Buffer.buffer().appendBytes(body, from, 1 << 14));
      }
    });
  }

  /** Holds one chunk at a time. */
  private static void echo(HttpServerRequest request) throws Exception {
    request.response().setChunked(true);
    AsyncStream<Buffer> body = stream(request, DEFAULT.withPrefetch(1));
    writeTo(request.response(), body).await();
    awaitable(request.response().end()).await();
  }

  private static Buffer answerTo(HttpClientRequest request) throws Exception {
    HttpClientResponse response =
        awaitable(request.response().onSuccess(HttpClientResponse::pause)).await();
    Buffer answer = Buffer.buffer();
    try (AsyncStream<Buffer> body = stream(response, DEFAULT.withPrefetch(1))) {
      body.forEach(answer::appendBuffer);
    }
    return answer;
  }

  @Test
  void aFileIsReadToItsEndAndWritten(Runner runner, @TempDir Path directory) throws Exception {
    byte[] content = new byte[1 << 20];
    new Random(2).nextBytes(content);
    Path from = Files.write(directory.resolve("from"), content);
    Path to = directory.resolve("to");
    runner.run(() -> {
      AsyncFile source =
          awaitable(vertx.fileSystem().open(from.toString(), new OpenOptions())).await();
      AsyncFile target =
          awaitable(vertx.fileSystem().open(to.toString(), new OpenOptions())).await();
      writeTo(target, stream(source, DEFAULT.withPrefetch(2))).await();
      awaitable(source.close()).await();
      awaitable(target.close()).await();
    });
    assertThat(to).hasBinaryContent(content);
  }

  @Test
  void aFileIsPipedIntoATask(Runner runner, EventLoop loop, @TempDir Path directory)
      throws Exception {
    byte[] content = new byte[1 << 20];
    new Random(4).nextBytes(content);
    Path from = Files.write(directory.resolve("from"), content);
    runner.run(() -> {
      AsyncFile source =
          awaitable(vertx.fileSystem().open(from.toString(), new OpenOptions())).await();
      WritableStream<Buffer> target = writeStream(loop, DEFAULT.withPrefetch(2));
      io.vertx.core.Future<Void> piped = source.pipeTo(target);
      Buffer read = Buffer.buffer();
      target.forEach(read::appendBuffer);
      awaitable(piped).await();
      assertThat(read.getBytes()).isEqualTo(content);
    });
  }

  @Test
  void aPipeIntoATaskThatLeavesFails(Runner runner, EventLoop loop, @TempDir Path directory)
      throws Exception {
    Path from = Files.write(directory.resolve("from"), new byte[1 << 20]);
    runner.run(() -> {
      AsyncFile source =
          awaitable(vertx.fileSystem().open(from.toString(), new OpenOptions())).await();
      WritableStream<Buffer> target = writeStream(loop, DEFAULT.withPrefetch(2));
      io.vertx.core.Future<Void> piped = source.pipeTo(target);
      try (target) {
        target.iterator().next();
      }
      assertThatThrownBy(awaitable(piped)::await).isInstanceOf(IllegalStateException.class);
      awaitable(source.close()).await();
    });
  }

  @Test
  void aMessageConsumerRegistersWithTheIterationAndUnregistersWithTheClose(
      Runner runner, Trail trail) throws Exception {
    MessageConsumer<String> consumer = vertx.eventBus().consumer("greetings");
    runner.run(() -> {
      try (AsyncStream<Message<String>> messages = stream(consumer)) {
        trail.add("registered: " + consumer.isRegistered());
        Asyncio.createTask(() -> {
          awaitable(consumer.completion()).await();
          vertx.eventBus().send("greetings", "hello");
          vertx.eventBus().send("greetings", "bye");
        });
        for (Message<String> message : messages) {
          trail.add(message.body());
          if (message.body().equals("bye")) {
            break;
          }
        }
        trail.add("registered: " + consumer.isRegistered());
      }
      trail.add("registered: " + consumer.isRegistered());
    });
    trail.assertIs("registered: false", "hello", "bye", "registered: true", "registered: false");
  }

  @Test
  void theFirstMessageIsEnough(Runner runner) throws Exception {
    MessageConsumer<String> consumer = vertx.eventBus().consumer("first");
    runner.run(() -> {
      Asyncio.createTask(() -> {
        awaitable(consumer.completion()).await();
        vertx.eventBus().send("first", "one");
        vertx.eventBus().send("first", "two");
      });
      Message<String> message = first(consumer).await();
      assertThat(message.body()).isEqualTo("one");
      assertThat(consumer.isRegistered()).isFalse();
    });
  }

  @Test
  void aReadStreamOfTheHubIsPipedOnTheContextOfItsCaller(
      Runner runner, EventLoop loop, @TempDir Path directory) throws Exception {
    byte[] content = new byte[1 << 20];
    new Random(3).nextBytes(content);
    Path to = directory.resolve("to");
    runner.run(() -> {
      CompletableFuture<Void> piped = new CompletableFuture<>();
      CompletableFuture<Context> context = new CompletableFuture<>();
      // The file belongs to the same context: one of another could drain between the pipe's look at
      // its queue and the pipe's pause, and nothing would flow any more.
      ((VertxInternal) vertx)
          .createEventLoopContext()
          .runOnContext(ignored ->
              vertx
                  .fileSystem()
                  .open(to.toString(), new OpenOptions())
                  .compose(target -> readStream(loop, () -> chunks(content)).pipeTo(target))
                  .onComplete((done, failure) -> {
                    context.complete(Vertx.currentContext());
                    if (failure == null) {
                      piped.complete(null);
                    } else {
                      piped.completeExceptionally(failure);
                    }
                  }));
      awaitable(vertxFutureOf(piped)).await();
      assertThat(context.join()).isNotNull();
    });
    assertThat(to).hasBinaryContent(content);
  }

  @Test
  void aStreamThatWasReadAlreadyFailsTheIteration(Runner runner, @TempDir Path directory)
      throws Exception {
    Path from = Files.writeString(directory.resolve("from"), "content");
    runner.run(() -> {
      AsyncFile file =
          awaitable(vertx.fileSystem().open(from.toString(), new OpenOptions())).await();
      AsyncStream<Buffer> stream = stream(file);
      awaitable(file.close()).await();
      assertThatThrownBy(stream.toList()::await).isInstanceOf(IllegalStateException.class);
    });
  }

  @Test
  void theReadmesExampleRuns(Runner runner, EventLoop loop, Trail trail) throws Exception {
    vertx.eventBus().<String>consumer("greeter", m -> m.reply(m.body() + "!"));
    runner.run(() -> {
      Awaitable<Message<String>> reply =
          awaitable(vertx.eventBus().<String>request("greeter", "hello"));
      trail.add(reply.await().body());
      io.vertx.core.Future<String> fromTheHub =
          vertxFuture(() -> reply.await().body() + ", Vert.x");
      trail.add(awaitable(fromTheHub.map(String::length)).await().toString());
    });
    trail.assertIs("hello!", "14");
  }
}
