// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.spi.Delivery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One loop of a group, and the thread that makes it, runs it and closes it. */
final class GroupMember {
  private final Supplier<? extends EventLoop> loopFactory;
  private final Thread thread;
  private final CompletableFuture<EventLoop> loop = new CompletableFuture<>();

  /** Set by the thread that closes the group: the loop was asked to stop. */
  private volatile boolean asked;

  /** What ended the thread, if it was not the closing of the group. Set by the thread, last. */
  private volatile @Nullable Throwable failure;

  private GroupMember(String name, Supplier<? extends EventLoop> loopFactory) {
    this.loopFactory = loopFactory;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  static GroupMember start(String name, Supplier<? extends EventLoop> loopFactory) {
    GroupMember member = new GroupMember(name, loopFactory);
    member.thread.start();
    return member;
  }

  private void run() {
    try (Runner runner = new Runner(loopFactory)) {
      EventLoop made = runner.getLoop();
      // Not before it runs: a loop that does not run takes calls from any thread.
      made.callSoon(() -> loop.complete(made));
      made.runForever();
      if (!asked) {
        throw new IllegalStateException(
            made + " was stopped, but only closing its LoopGroup may end it");
      }
    } catch (Throwable thrown) {
      if (!loop.completeExceptionally(thrown)) {
        loop().callExceptionHandler(new ExceptionContext("a loop of a LoopGroup ended", thrown));
      }
      failure = thrown;
    }
  }

  /** Returns the loop, waiting until the thread has made it; throws what its making failed with. */
  EventLoop loop() {
    try {
      return loop.join();
    } catch (CompletionException notMade) {
      Throwable cause = notMade.getCause();
      throw Rethrow.asIs(cause == null ? notMade : cause);
    }
  }

  /** Returns what ended the loop before its time, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  /**
   * Ends the loop, waits until it is closed, and returns what ended it before its time, or null.
   */
  @Nullable Throwable close() {
    if (!loop.isCompletedExceptionally()) {
      EventLoop running = loop();
      asked = true;
      Delivery.to(running, running::stop, () -> {});
    }
    joinUninterruptibly();
    return failure;
  }

  /** As the closing of an ExecutorService, it does not end early for an interrupt. */
  private void joinUninterruptibly() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException keepForLater) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "GroupMember(" + thread.getName() + ")";
  }
}
