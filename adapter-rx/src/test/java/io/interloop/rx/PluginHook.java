// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.reactivex.rxjava3.exceptions.UndeliverableException;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps RxJava's hook for late failures quiet, and restores it after each test. */
final class PluginHook implements BeforeEachCallback, AfterEachCallback {

  /** Unwraps what RxJava wraps, and insists that it does. */
  static void install(Consumer<Throwable> hook) {
    RxJavaPlugins.setErrorHandler(failure -> {
      if (failure instanceof UndeliverableException undeliverable) {
        hook.accept(undeliverable.getCause());
      } else {
        hook.accept(new AssertionError("not wrapped", failure));
      }
    });
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    RxJavaPlugins.setErrorHandler(failure -> {});
  }

  @Override
  public void afterEach(ExtensionContext context) {
    RxJavaPlugins.setErrorHandler(null);
  }
}
