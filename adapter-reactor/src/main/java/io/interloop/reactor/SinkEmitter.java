// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.CancelledError;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.GeneratorExit;
import io.interloop.Outcome;
import io.interloop.Promise;
import io.interloop.TimerHandle;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitResult;

/**
 * Emits what the hub has into a sink, and does not take a sink's refusal for an answer where
 * another attempt may succeed.
 *
 * <table>
 *   <caption>What a refusal means</caption>
 *   <tr><td>FAIL_NON_SERIALIZED</td><td>another thread emits just now: again in the next tick</td></tr>
 *   <tr><td>FAIL_OVERFLOW</td><td>a subscriber is slow: again after a pause</td></tr>
 *   <tr><td>FAIL_ZERO_SUBSCRIBER</td><td>nobody listens: an item is discarded, the end is told</td></tr>
 *   <tr><td>FAIL_CANCELLED</td><td>the subscriber has gone: this is cancelled</td></tr>
 *   <tr><td>FAIL_TERMINATED</td><td>somebody else has ended it: this fails</td></tr>
 * </table>
 */
final class SinkEmitter {
  /** A sink does not tell when its subscribers request again. */
  private static final Duration OVERFLOW_PAUSE = Duration.ofMillis(1);

  private final EventLoop loop = EventLoop.running();
  private final ConversionOptions options;

  private SinkEmitter(ConversionOptions options) {
    this.options = options;
  }

  // ---- many values

  static <T> Awaitable<@Nullable Void> many(
      Sinks.Many<T> sink, AsyncStream<? extends T> source, ConversionOptions options) {
    return () -> {
      SinkEmitter emitter = new SinkEmitter(options);
      try {
        emitter.emitItems(sink, source);
      } catch (Throwable thrown) {
        emitter.ended(thrown, sink::tryEmitError);
        return null;
      }
      emitter.completed(sink::tryEmitComplete);
      return null;
    };
  }

  private <T> void emitItems(Sinks.Many<T> sink, AsyncStream<? extends T> source) throws Exception {
    try (source) {
      for (T item : source) {
        emitValue(item, () -> sink.tryEmitNext(item));
      }
    }
  }

  // ---- one value

  static <T> Awaitable<@Nullable Void> one(
      Sinks.One<T> sink, Awaitable<? extends @Nullable T> source, ConversionOptions options) {
    return () -> {
      SinkEmitter emitter = new SinkEmitter(options);
      T value;
      try {
        value = source.await();
        if (value != null) {
          T result = value;
          emitter.emitValue(result, () -> sink.tryEmitValue(result));
        }
      } catch (Throwable thrown) {
        emitter.ended(thrown, sink::tryEmitError);
        return null;
      }
      if (value == null) {
        emitter.completed(sink::tryEmitEmpty);
      }
      return null;
    };
  }

  static Awaitable<@Nullable Void> empty(Sinks.Empty<?> sink, Awaitable<?> source) {
    return () -> {
      SinkEmitter emitter = new SinkEmitter(ConversionOptions.DEFAULT);
      try {
        source.await();
      } catch (Throwable thrown) {
        emitter.ended(thrown, sink::tryEmitError);
        return null;
      }
      emitter.completed(sink::tryEmitEmpty);
      return null;
    };
  }

  // ---- signals

  private void emitValue(Object value, Supplier<EmitResult> attempt) throws Exception {
    EmitResult result = EmitResult.FAIL_NON_SERIALIZED;
    try {
      result = untilItIsAnswered(attempt);
    } finally {
      if (result.isFailure()) {
        options.discard(loop, value);
      }
    }
    if (result == EmitResult.FAIL_CANCELLED) {
      throw new CancelledError("the sink's subscriber has cancelled");
    } else if (result != EmitResult.FAIL_ZERO_SUBSCRIBER) {
      result.orThrow();
    }
  }

  private void completed(Supplier<EmitResult> attempt) throws Exception {
    EmitResult result = untilItIsAnswered(attempt);
    if (result == EmitResult.FAIL_TERMINATED) {
      result.orThrow();
    }
  }

  private interface ErrorAttempt {
    EmitResult emit(Throwable failure);
  }

  /**
   * Tells the sink what the source ended with. An exception that the sink takes is told, and is not
   * thrown on top of that; everything else is.
   */
  private void ended(Throwable thrown, ErrorAttempt sink) throws Exception {
    EmitResult result;
    if (thrown instanceof GeneratorExit) { // the loop closes, and nobody can wait any more
      result = sink.emit(new IllegalStateException("Event loop is closed: " + loop));
    } else if (thrown instanceof CancelledError error) {
      Throwable foreign = new Outcome.Cancelled<>(error).toForeign();
      result = untilItIsAnswered(() -> sink.emit(foreign));
    } else {
      result = untilItIsAnswered(() -> sink.emit(thrown));
    }
    if (result.isFailure() || thrown instanceof Error) {
      new Outcome.Failure<@Nullable Void>(thrown).get();
    }
  }

  private EmitResult untilItIsAnswered(Supplier<EmitResult> attempt) throws Exception {
    while (true) {
      EmitResult result = attempt.get();
      switch (result) {
        case FAIL_NON_SERIALIZED -> pause(Duration.ZERO);
        case FAIL_OVERFLOW -> pause(OVERFLOW_PAUSE);
        default -> {
          return result;
        }
      }
    }
  }

  private void pause(Duration delay) throws Exception {
    Promise<@Nullable Void> over = loop.createPromise();
    TimerHandle timer =
        loop.callLater(
            delay,
            () -> {
              if (!over.done()) {
                over.setResult(null);
              }
            });
    try {
      over.await();
    } finally {
      timer.cancel();
    }
  }
}
