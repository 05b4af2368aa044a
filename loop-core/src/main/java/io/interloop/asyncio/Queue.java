// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.Promise;
import io.interloop.spi.ItemBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * Hands items from tasks to tasks of one loop, first in, first out.
 *
 * <p>A full queue makes {@link #put} wait, an empty one {@link #get}. Waking a task does not hand
 * it the item: if another one takes that first, it waits again, at the end of the line.
 *
 * <p>Items may be null where {@code T} allows it.
 *
 * @param <T> the type of the items
 * @see <a href="https://docs.python.org/3/library/asyncio-queue.html">asyncio: queues</a>
 */
public sealed class Queue<T extends @Nullable Object> extends LoopBound
    permits PriorityQueue, LifoQueue {

  /** Where the items are kept; the one difference between the kinds of queues. */
  interface Store<T extends @Nullable Object> {
    void put(T item);

    T take();

    /** Puts back what {@link #take()} has returned last. */
    void giveBack(T item);

    int size();
  }

  private final Store<T> store;
  private final int maxsize;
  private final Deque<Promise<@Nullable Void>> getters = new ArrayDeque<>();
  private final Deque<Promise<@Nullable Void>> putters = new ArrayDeque<>();
  private final Event finished = new Event();
  private int unfinished;
  private boolean shutDown;

  /** Creates a queue without a limit. */
  public Queue() {
    this(0);
  }

  /**
   * Creates a queue.
   *
   * @param maxsize how many items it holds; 0 or less for any number
   */
  public Queue(int maxsize) {
    this(maxsize, new FifoStore<>());
  }

  Queue(int maxsize, Store<T> store) {
    this.maxsize = maxsize;
    this.store = store;
    finished.set();
  }

  /** Returns the limit; 0 or less means there is none. */
  public final int maxsize() {
    return maxsize;
  }

  /** Returns how many items are in the queue. */
  public final int qsize() {
    return store.size();
  }

  /** Returns whether there are no items in the queue. */
  public final boolean empty() {
    return store.size() == 0;
  }

  /** Returns whether the queue has reached its limit. */
  public final boolean full() {
    return maxsize > 0 && store.size() >= maxsize;
  }

  /**
   * Returns a coroutine that puts an item in, as soon as there is room.
   *
   * @param item the item
   * @return what to await; throws {@link QueueShutDown} if the queue is shut down before
   */
  public final Awaitable<@Nullable Void> put(T item) {
    return () -> {
      while (full()) {
        if (shutDown) {
          throw new QueueShutDown();
        }
        waitIn(putters);
      }
      putNowait(item);
      return null;
    };
  }

  /**
   * Puts an item in.
   *
   * @param item the item
   * @throws QueueFull if there is no room
   * @throws QueueShutDown if the queue is shut down
   */
  public final void putNowait(T item) {
    if (shutDown) {
      throw new QueueShutDown();
    }
    if (full()) {
      throw new QueueFull();
    }
    store.put(item);
    unfinished++;
    finished.clear();
    wakeNext(getters);
  }

  /**
   * Returns a coroutine that takes an item out, as soon as there is one.
   *
   * @return what to await; throws {@link QueueShutDown} if the queue is shut down and empty
   */
  public final Awaitable<T> get() {
    return () -> {
      while (empty()) {
        if (shutDown) {
          throw new QueueShutDown();
        }
        waitIn(getters);
      }
      return getNowait();
    };
  }

  /**
   * Takes an item out.
   *
   * @return the item; it may be ignored, as that of {@link #get()}, where items are mere tokens
   * @throws QueueEmpty if there is none
   * @throws QueueShutDown if there is none and the queue is shut down
   */
  @CanIgnoreReturnValue
  public final T getNowait() {
    if (empty()) {
      if (shutDown) {
        throw new QueueShutDown();
      }
      throw new QueueEmpty();
    }
    T item = store.take();
    wakeNext(putters);
    return item;
  }

  /** Puts back an item that was taken out and not used; it is the next one to be taken. */
  final void giveBack(T item) {
    store.giveBack(item);
    wakeNext(getters);
  }

  /**
   * Returns the items as a stream, each taken out as {@link #get()} does. It ends when the queue is
   * shut down and empty.
   *
   * <p>Several streams of one queue, and {@link #get()} beside them, share the items. Closing a
   * stream leaves the queue as it is; an item that {@link java.util.Iterator#hasNext()} has taken
   * and nobody has asked for goes back. {@link #taskDone()} is the caller's to call, as after
   * {@link #get()}. The items must not be null.
   *
   * <p><i>asyncio counterpart:</i> none; {@code while True: item = await queue.get()} until {@code
   * QueueShutDown}.
   *
   * @return the stream, to be iterated over once
   */
  public final AsyncStream<@NonNull T> stream() {
    return new QueueStream<>(this);
  }

  private void waitIn(Deque<Promise<@Nullable Void>> line) throws Exception {
    Promise<@Nullable Void> turn = newWaiter();
    line.add(turn);
    try {
      turn.await();
    } catch (Throwable failure) {
      turn.cancel();
      line.remove(turn);
      boolean useful = line == getters ? !empty() : !full();
      if (useful && !turn.cancelled()) {
        // [Q4] We were woken, and cannot use it: pass it on.
        wakeNext(line);
      }
      throw failure;
    }
  }

  private static void wakeNext(Deque<Promise<@Nullable Void>> line) {
    for (Promise<@Nullable Void> next = line.poll(); next != null; next = line.poll()) {
      if (!next.done()) {
        next.setResult(null);
        return;
      }
    }
  }

  /**
   * Says that an item taken out has been dealt with; {@link #join()} waits for it.
   *
   * @throws IllegalArgumentException if it is called more often than items were put in (Python's
   *     ValueError)
   */
  public final void taskDone() {
    if (unfinished <= 0) {
      throw new IllegalArgumentException(
          "taskDone() called too many times: call it once for each item");
    }
    unfinished--;
    if (unfinished == 0) {
      finished.set();
    }
  }

  /** Returns a coroutine that waits until all items that were put in have been dealt with. */
  public final Awaitable<@Nullable Void> join() {
    return () -> {
      if (unfinished > 0) {
        finished.await();
      }
      return null;
    };
  }

  /**
   * Shuts the queue down: nothing can be put in any more, and {@link #get} throws {@link
   * QueueShutDown} once the queue is empty. Idempotent.
   */
  public final void shutdown() {
    shutDown = true;
    wakeAll(getters);
    wakeAll(putters);
  }

  /**
   * Shuts the queue down and drops what is in it; {@link #join()} does not wait for that any more.
   * Python's {@code shutdown(immediate=True)}.
   *
   * @return the items that were dropped, in order
   */
  @CanIgnoreReturnValue
  public final List<T> shutdownNow() {
    List<T> dropped = new ArrayList<>();
    while (!empty()) {
      dropped.add(store.take());
      if (unfinished > 0) {
        unfinished--;
      }
    }
    if (unfinished == 0) {
      finished.set();
    }
    shutdown();
    return dropped;
  }

  private static void wakeAll(Collection<Promise<@Nullable Void>> line) {
    for (Promise<@Nullable Void> waiter : line) {
      Futures.setResultUnlessDone(waiter, null);
    }
    line.clear();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName()
        + "("
        + qsize()
        + (maxsize > 0 ? " of " + maxsize : "")
        + (shutDown ? ", shut down" : "")
        + ")";
  }

  /** First in, first out. */
  private static final class FifoStore<T extends @Nullable Object> implements Store<T> {
    private final ItemBuffer<Object> items = new ItemBuffer<>();

    @Override
    public void put(T item) {
      items.add(Nulls.masked(item));
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // put() took a T
    public T take() {
      return (T) Nulls.unmasked(Objects.requireNonNull(items.poll()));
    }

    @Override
    public void giveBack(T item) {
      items.giveBack(Nulls.masked(item));
    }

    @Override
    public int size() {
      return items.size();
    }
  }

  /** Null among items that are kept where null cannot be. */
  static final class Nulls {
    private static final Object NULL = new Object();

    private Nulls() {}

    static Object masked(@Nullable Object item) {
      return item == null ? NULL : item;
    }

    @SuppressWarnings("ReferenceEquality")
    static @Nullable Object unmasked(Object kept) {
      return kept == NULL ? null : kept;
    }
  }
}
