// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Wants nothing of the body: it may be large, and all we ask is whether it is there. */
final class HeadOnly implements BodySubscriber<byte[]> {
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.cancel();
    body.complete(new byte[0]);
  }

  @Override
  public void onNext(List<ByteBuffer> dropped) {}

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(new byte[0]);
  }
}
