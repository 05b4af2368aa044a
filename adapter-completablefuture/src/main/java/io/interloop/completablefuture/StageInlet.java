// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.spi.Inlet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Attaches an inlet to a stage. */
final class StageInlet {
  static final Inlet.Source SOURCE = new Inlet.Source("the CompletionStage");

  private StageInlet() {}

  static <T extends @Nullable Object> void attach(
      CompletionStage<? extends T> stage, Inlet<T> inlet) {
    var unused =
        stage.whenComplete((value, thrown) -> {
          if (thrown == null) {
            inlet.succeed(value);
          } else {
            inlet.fail(thrown);
          }
        });
    // Only cancel(true) aborts a request of java.net.http.HttpClient (JDK-8245462).
    inlet.onCancel(() -> stage.toCompletableFuture().cancel(true));
  }
}
