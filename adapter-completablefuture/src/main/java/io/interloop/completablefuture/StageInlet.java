// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.ConversionOptions;
import io.interloop.spi.Inlet;
import io.interloop.spi.SharedAwaitable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future.State;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Attaches an inlet to a stage: what the stage calls, and what cancels it. */
final class StageInlet<T extends @Nullable Object> implements BiConsumer<T, Throwable>, Runnable {
  static final Inlet.Source SOURCE = new Inlet.Source("the CompletionStage");

  private final CompletionStage<? extends T> stage;
  private final Inlet<T> inlet;

  private StageInlet(CompletionStage<? extends T> stage, Inlet<T> inlet) {
    this.stage = stage;
    this.inlet = inlet;
  }

  static <T extends @Nullable Object> void attach(
      CompletionStage<? extends T> stage, Inlet<T> inlet) {
    if (hasResult(stage)) {
      inlet.succeed(result(stage));
      return;
    }
    StageInlet<T> attached = new StageInlet<>(stage, inlet);
    var unused = stage.whenComplete(attached);
    inlet.onCancel(attached);
  }

  @Override
  public void accept(T value, @Nullable Throwable thrown) {
    if (thrown == null) {
      inlet.succeed(value);
    } else {
      inlet.fail(thrown);
    }
  }

  /**
   * Cancels the stage. Only cancel(true) aborts a request of the JDK's HttpClient (JDK-8245462).
   */
  @Override
  public void run() {
    boolean unused = stage.toCompletableFuture().cancel(true);
  }

  /** A coroutine that waits for a stage. */
  static final class Waiting<T extends @Nullable Object> extends SharedAwaitable<T> {
    private final CompletionStage<? extends T> stage;

    Waiting(CompletionStage<? extends T> stage, ConversionOptions options) {
      super(SOURCE, options);
      this.stage = stage;
    }

    @Override
    protected void attach(Inlet<T> inlet) {
      StageInlet.attach(stage, inlet);
    }

    @Override
    protected boolean hasResult() {
      return StageInlet.hasResult(stage);
    }

    @Override
    protected T result() {
      return StageInlet.result(stage);
    }
  }

  /** Asks those classes alone whose answers are known: others override what they like. */
  private static boolean hasResult(CompletionStage<?> stage) {
    return (stage.getClass() == CompletableFuture.class || stage instanceof HubFuture<?>)
        && ((CompletableFuture<?>) stage).state() == State.SUCCESS;
  }

  private static <T extends @Nullable Object> T result(CompletionStage<? extends T> stage) {
    return ((CompletableFuture<? extends T>) stage).resultNow();
  }
}
