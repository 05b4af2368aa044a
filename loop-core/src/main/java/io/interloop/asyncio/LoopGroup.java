// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.AsyncRunnable;
import io.interloop.Awaitable;
import io.interloop.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several loops, each on a thread of its own, so that tasks use more than one processor.
 *
 * <p>A loop still runs one thing at a time, and what belongs to a loop stays there: tasks of one
 * loop share plain objects without locks, tasks of two loops do not. What crosses is work and its
 * result.
 *
 * <pre>{@code
 * try (LoopGroup group = LoopGroup.open()) {
 *   // from a plain thread
 *   CompletableFuture<Report> report = group.submit(() -> compute(year));
 *   // from a task of any loop
 *   List<Report> reports =
 *       gather(group.toLoop(() -> compute(2024)), group.toLoop(() -> compute(2025))).await();
 * }
 * }</pre>
 *
 * <p><b>Futures stay at home.</b> Awaiting a future, promise or task of another loop is an {@link
 * IllegalStateException}, as in asyncio; {@link Asyncio#wrapFuture} takes its result across.
 * Streams cross as publishers: {@link EventLoop#publisher} there, {@link EventLoop#stream} here.
 *
 * <p><b>Nothing is lost.</b> Work given to a loop that is closed, or that closes before the work
 * has ended, fails or is cancelled, and whoever waits for it is told. A loop that ends before its
 * group is closed, by a fatal error or by {@link EventLoop#stop()}, is reported to its exception
 * handler, gets no more work from {@link #next()}, and is what {@link #close()} throws.
 *
 * <p><b>Threads.</b> Every method may be called from any thread. The group's threads keep the JVM
 * alive until it is closed.
 *
 * <p><i>asyncio counterpart:</i> none; a program starts a loop in each of several threads and uses
 * {@code run_coroutine_threadsafe}.
 */
public final class LoopGroup implements AutoCloseable {
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final List<GroupMember> members;
  private final List<EventLoop> loops;
  private final AtomicInteger turn = new AtomicInteger();

  /** Set once: no more work is given out. */
  private volatile boolean closed;

  /** Whether all threads have ended. Guarded by the monitor. */
  private boolean ended;

  private LoopGroup(List<GroupMember> members, List<EventLoop> loops) {
    this.members = List.copyOf(members);
    this.loops = List.copyOf(loops);
  }

  // ---- opening

  /** Opens a group of one loop for each processor. */
  public static LoopGroup open() {
    return open(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens a group of loops of the default configuration.
   *
   * @param size how many loops
   */
  public static LoopGroup open(int size) {
    return open(size, Asyncio::newEventLoop);
  }

  /**
   * Opens a group.
   *
   * @param size how many loops
   * @param loopFactory makes a loop; called on the thread that is to run it. What it throws is
   *     thrown here, after the loops made so far are closed
   */
  public static LoopGroup open(int size, Supplier<? extends EventLoop> loopFactory) {
    Objects.requireNonNull(loopFactory, "loopFactory");
    if (size < 1) {
      throw new IllegalArgumentException("a group has at least one loop, not " + size);
    }
    String name = "interloop-group-" + COUNTER.incrementAndGet() + "-";
    List<GroupMember> members = new ArrayList<>();
    List<EventLoop> loops = new ArrayList<>();
    try {
      for (int number = 1; number <= size; number++) {
        GroupMember member = GroupMember.start(name + number, loopFactory);
        members.add(member);
        loops.add(member.loop());
      }
    } catch (Throwable failure) {
      members.forEach(member -> addSuppressed(failure, member.close()));
      throw failure;
    }
    return new LoopGroup(members, loops);
  }

  private static void addSuppressed(Throwable failure, @Nullable Throwable another) {
    if (another != null && another != failure) {
      failure.addSuppressed(another);
    }
  }

  // ---- giving out work

  /** Returns the loops, in the order in which they were made and will be closed. */
  public List<EventLoop> loops() {
    return loops;
  }

  /**
   * Returns the loop whose turn it is: each in its turn, leaving out those that have ended.
   *
   * @throws IllegalStateException if this group is closed, or all its loops have ended
   */
  public EventLoop next() {
    if (closed) {
      throw new IllegalStateException("LoopGroup is closed; open a new one");
    }
    for (int tried = 0; tried < loops.size(); tried++) {
      EventLoop loop = loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
      if (!loop.isClosed()) {
        return loop;
      }
    }
    throw new IllegalStateException(
        "all loops of this LoopGroup have ended", members.get(0).failure());
  }

  /**
   * Runs a coroutine as a task of the {@link #next()} loop, in a copy of the current context. It
   * starts at once.
   *
   * @param <T> the type of the result
   * @param coroutine what to run
   * @return completes as the task does, on the loop's thread; cancelling it cancels the task
   * @see Asyncio#runCoroutineThreadsafe
   */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> CompletableFuture<T> submit(Awaitable<T> coroutine) {
    return ThreadsafeRun.start(coroutine, next());
  }

  /**
   * As {@link #submit(Awaitable)}, for a coroutine without a result.
   *
   * @param coroutine what to run
   * @return completes as the task does; cancelling it cancels the task
   */
  @CanIgnoreReturnValue
  public CompletableFuture<@Nullable Void> submit(AsyncRunnable coroutine) {
    return this.<@Nullable Void>submit(Futures.withoutResult(coroutine));
  }

  /**
   * Returns a coroutine that runs another one as a task of the loop that is {@link #next()} when it
   * is awaited, and waits for it. It may be awaited on any loop.
   *
   * @param <T> the type of the result
   * @param coroutine what to run there
   * @see Asyncio#toLoop
   */
  public <T extends @Nullable Object> Awaitable<T> toLoop(Awaitable<T> coroutine) {
    Objects.requireNonNull(coroutine, "coroutine");
    return () -> Asyncio.toLoop(next(), coroutine).await();
  }

  /**
   * As {@link #toLoop(Awaitable)}, for a coroutine without a result.
   *
   * @param coroutine what to run there
   */
  public Awaitable<@Nullable Void> toLoop(AsyncRunnable coroutine) {
    return this.<@Nullable Void>toLoop(Futures.withoutResult(coroutine));
  }

  // ---- closing

  /**
   * Closes the loops one after the other, in their order, each as {@link Runner#close()} does: its
   * tasks are cancelled and their cleanup is awaited, async generators are closed, the default
   * executor is shut down. A loop whose turn has not come still runs, so what waits for it may
   * still do so. Waits for all of that, also if the calling thread is interrupted; the flag is set
   * again then. In a task await {@link #shutdown()} instead, which does not hold up its loop.
   * Idempotent.
   *
   * <p>Throws what ended a loop before its time: the first such error, the others suppressed in it.
   *
   * @throws IllegalStateException on a loop of this group, which cannot wait for its own end
   */
  @Override
  public void close() {
    for (EventLoop loop : loops) {
      if (loop.isCurrent()) {
        throw new IllegalStateException(
            "a LoopGroup cannot be closed on one of its own loops: close it elsewhere");
      }
    }
    closeMembers();
  }

  private synchronized void closeMembers() {
    closed = true;
    if (ended) {
      return;
    }
    ended = true;
    Throwable first = null;
    for (GroupMember member : members) {
      Throwable failure = member.close();
      if (first == null) {
        first = failure;
      } else {
        addSuppressed(first, failure);
      }
    }
    if (first != null) {
      throw Rethrow.asIs(first);
    }
  }

  /**
   * Returns a coroutine that closes this group on another thread and waits for that.
   *
   * @return what to await, on a loop that is not of this group; throws what {@link #close()} throws
   */
  public Awaitable<@Nullable Void> shutdown() {
    return () -> {
      for (EventLoop loop : loops) {
        if (loop.isCurrent()) {
          close(); // refuses
        }
      }
      return Asyncio.<@Nullable Void>toThread(
              () -> {
                close();
                return null;
              })
          .await();
    };
  }

  @Override
  public String toString() {
    return "LoopGroup(" + loops.size() + " loops" + (closed ? ", closed" : "") + ")";
  }
}
