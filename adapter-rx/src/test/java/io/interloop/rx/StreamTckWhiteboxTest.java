// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK for the subscriber behind {@code stream(Flowable)}, from inside. */
public final class StreamTckWhiteboxTest extends SubscriberWhiteboxVerification<Long> {
  private LoopThread loopThread;

  public StreamTckWhiteboxTest() {
    super(new TestEnvironment(500, 50, 50));
  }

  @BeforeClass
  public void startLoop() {
    loopThread = new LoopThread();
  }

  @AfterClass
  public void closeLoop() {
    loopThread.close();
  }

  @Override
  public Subscriber<Long> createSubscriber(WhiteboxSubscriberProbe<Long> probe) {
    StreamUnderTest stream = new StreamUnderTest(loopThread);
    Subscriber<? super Long> subscriber = stream.subscriber();
    return new Subscriber<>() {
      @Override
      public void onSubscribe(Subscription subscription) {
        subscriber.onSubscribe(subscription);
        probe.registerOnSubscribe(
            new SubscriberPuppet() {
              @Override
              public void triggerRequest(long elements) {
                stream.consume(elements);
              }

              @Override
              public void signalCancel() {
                stream.cancel();
              }
            });
      }

      @Override
      public void onNext(Long element) {
        subscriber.onNext(element);
        probe.registerOnNext(element);
      }

      @Override
      public void onError(Throwable cause) {
        subscriber.onError(cause);
        probe.registerOnError(cause);
      }

      @Override
      public void onComplete() {
        subscriber.onComplete();
        probe.registerOnComplete();
      }
    };
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }
}
