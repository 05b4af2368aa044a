// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's items as a ReadStream, for tests: {@code fetch} is {@code request}, taking the
 * handler off is {@code cancel}. What comes after that still goes to the handlers that were there,
 * as it does when another thread is calling them in that moment.
 */
final class RelayedReadStream implements ReadStream<String>, Flow.Subscriber<String> {
  private final Flow.Publisher<String> publisher;
  private @Nullable Handler<String> handler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private Flow.@Nullable Subscription subscription;
  private boolean paused;

  RelayedReadStream(Flow.Publisher<String> publisher) {
    this.publisher = publisher;
  }

  @Override
  @CanIgnoreReturnValue
  public RelayedReadStream handler(@Nullable Handler<String> handler) {
    if (handler != null) {
      this.handler = handler;
      publisher.subscribe(this);
    } else if (subscription != null) {
      subscription.cancel();
    }
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public RelayedReadStream endHandler(@Nullable Handler<Void> handler) {
    endHandler = handler == null ? endHandler : handler;
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public RelayedReadStream exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler == null ? exceptionHandler : handler;
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public RelayedReadStream pause() {
    paused = true;
    return this;
  }

  @Override
  @CanIgnoreReturnValue
  public RelayedReadStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  @CanIgnoreReturnValue
  public RelayedReadStream fetch(long amount) {
    subscription.request(amount);
    return this;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    if (!paused) {
      subscription.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(String item) {
    handler.handle(item);
  }

  @Override
  public void onError(Throwable failure) {
    exceptionHandler.handle(failure);
  }

  @Override
  public void onComplete() {
    endHandler.handle(null);
  }
}
