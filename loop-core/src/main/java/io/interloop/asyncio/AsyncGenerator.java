// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.AsyncConsumer;
import io.interloop.AsyncStream;
import io.interloop.EventLoop;
import io.interloop.GeneratorExit;
import io.interloop.Task;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine body that yields, as a stream.
 *
 * <pre>
 *   CREATED ──▶ RUNNING ◀──▶ SUSPENDED      CREATED, SUSPENDED ──close──▶ CLOSED
 *                  └──▶ CLOSED
 * </pre>
 *
 * <p>The body has a stack of its own, but no task: it runs inline in the task that asks for an
 * item, with no tick of its own, and what it awaits suspends that task.
 */
@SuppressWarnings("IterableAndIterator") // iterated over once, and iterator() sees to that
final class AsyncGenerator<T> implements AsyncStream<T>, Iterator<T>, Yielder<T> {

  private enum State {
    CREATED,
    RUNNING,
    SUSPENDED,
    CLOSED
  }

  private final AsyncConsumer<? super Yielder<T>> body;
  private State state = State.CREATED;
  private boolean iterated;

  private @Nullable CoreLoop loop;
  private Engine.@Nullable Frame frame;

  /** Yielded, and not handed out yet. */
  private @Nullable T item;

  /** What the body ended with, until it is thrown. */
  private @Nullable Throwable failure;

  /** Whether the next resumption of the body is its end. */
  private boolean closing;

  AsyncGenerator(AsyncConsumer<? super Yielder<T>> body) {
    this.body = Objects.requireNonNull(body, "body");
  }

  // ---- the consumer's side

  @Override
  public Iterator<T> iterator() {
    if (iterated) {
      throw new IllegalStateException(
          "a stream is iterated over once; call generator(...) again for another run");
    }
    iterated = true;
    return this;
  }

  @Override
  public boolean hasNext() {
    if (item != null) {
      return true;
    }
    if (state == State.CLOSED) {
      return false;
    }
    resume();
    return item != null;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T next = Objects.requireNonNull(item);
    item = null;
    return next;
  }

  @Override
  public void close() {
    item = null;
    if (state == State.CREATED) {
      state = State.CLOSED;
    }
    if (state == State.CLOSED) {
      return;
    }
    closing = true;
    resume();
    if (state != State.CLOSED) {
      item = null;
      throw new IllegalStateException(
          "async generator ignored GeneratorExit: it must not yield while it is closed");
    }
  }

  /** Ends the body of a loop that is closing, on the loop's own thread. */
  void unwind() {
    closing = true;
    switchToBody();
  }

  private void resume() {
    if (state == State.RUNNING) {
      throw new IllegalStateException("asynchronous generator is already running");
    }
    CoreLoop current = begin();
    if (Task.current() == null) {
      throw new IllegalStateException(
          "a stream can be read in a task only; start one with createTask");
    }
    if (!current.isCurrent()) {
      throw new IllegalStateException("this stream belongs to another loop: " + current);
    }
    switchToBody();
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw Rethrow.asIs(thrown);
    }
  }

  private CoreLoop begin() {
    CoreLoop known = loop;
    if (known == null) {
      known = Asyncio.coreLoop(EventLoop.running());
      loop = known;
      frame = known.engine.newFrame(this::runBody);
      known.generators.begun(this);
    }
    return known;
  }

  private void switchToBody() {
    state = State.RUNNING;
    Objects.requireNonNull(frame).resume();
    if (state == State.RUNNING) {
      state = State.SUSPENDED;
    }
  }

  // ---- the body's side

  private void runBody() {
    try {
      body.accept(this);
    } catch (GeneratorExit exit) {
      if (!closing) {
        failure = exit;
      }
    } catch (Throwable thrown) {
      failure = thrown;
    } finally {
      state = State.CLOSED;
      Objects.requireNonNull(loop).generators.ended(this);
    }
  }

  @Override
  @SuppressWarnings("NamedLikeContextualKeyword")
  public void yield(T item) {
    if (closing) {
      throw new IllegalStateException(
          "async generator ignored GeneratorExit: it must not yield while it is closed");
    }
    this.item = Objects.requireNonNull(item, "item");
    Objects.requireNonNull(frame).suspend();
    if (closing) {
      throw new GeneratorExit();
    }
  }

  /** Returns what the body ended with when it was unwound, or null. */
  @Nullable Throwable takeFailure() {
    Throwable thrown = failure;
    failure = null;
    return thrown;
  }

  @Override
  public String toString() {
    return "AsyncGenerator(" + state + ")";
  }
}
