// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import io.interloop.Context;
import io.interloop.EventLoop;
import io.interloop.Task;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What a thread is running: the loop, the task and the context.
 *
 * <p>A plain thread has one of its own, with a context and nothing else. A loop has one, shared by
 * all the threads that may run its code: only one of them does at a time, so plain fields are
 * enough. "Am I on the loop?" is therefore a question about the execution of this thread, never a
 * comparison of threads.
 */
public final class Execution {
  private static final ThreadLocal<Execution> CURRENT =
      ThreadLocal.withInitial(() -> new Execution(null));

  private final @Nullable EventLoop loop;

  /** Read and written by the thread that runs the loop's code. */
  private @Nullable Task<?> task;

  private Context context = new Context();

  private Execution(@Nullable EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Creates the execution that all threads of a loop share.
   *
   * @param loop the loop
   */
  public static Execution of(EventLoop loop) {
    return new Execution(loop);
  }

  /** Returns what the calling thread is running. */
  public static Execution current() {
    return CURRENT.get();
  }

  /**
   * Makes this the execution of the calling thread.
   *
   * @return what it was before; hand it to {@link #restore}
   */
  public Execution attach() {
    Execution previous = CURRENT.get();
    CURRENT.set(this);
    return previous;
  }

  /** Makes this the execution of the calling thread again. */
  public void restore() {
    CURRENT.set(this);
  }

  /** Returns the loop that the thread runs, or null for a plain thread. */
  public @Nullable EventLoop loop() {
    return loop;
  }

  /** Returns the running task, or null in a callback and in a plain thread. */
  public @Nullable Task<?> task() {
    return task;
  }

  /**
   * Says which task runs. For the loop only.
   *
   * @param task the task, or null
   */
  public void setTask(@Nullable Task<?> task) {
    this.task = task;
  }

  /** Returns the current context. */
  public Context context() {
    return context;
  }

  /**
   * Says which context is current. For loops and {@link Context#run} only.
   *
   * @param context the context
   */
  public void setContext(Context context) {
    this.context = context;
  }

  /**
   * Runs code here and now, and as the loop runs a callback: in a context of its own and in no
   * task, although the code that calls may be in one.
   *
   * @param own the context, entered by nobody
   * @param code what to run
   */
  void runAsCallback(Context own, Runnable code) {
    Task<?> caller = task;
    task = null;
    try {
      own.run(Executors.callable(code));
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new AssertionError("a Runnable throws no checked exceptions", impossible);
    } finally {
      task = caller;
    }
  }
}
