// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How coroutines get stacks of their own and how control moves between them. The loop decides what
 * runs next ({@link Ticks#next()}); an engine makes it run. It decides nothing about order.
 */
interface Engine {

  /**
   * Runs what the loop hands out until it hands out null. Called by the thread that runs the loop.
   */
  void drive();

  /** Returns why the loop cannot run in a thread, or null if it can. */
  default @Nullable IllegalStateException unfitFor(Thread thread) {
    return null;
  }

  /** Suspends the coroutine of the running task until the loop hands that task out again. */
  void suspend(CoreTask<?> task);

  /** Runs the first step of a task now; returns when it has suspended or ended. */
  void startEagerly(CoreTask<?> task);

  /**
   * Makes a second stack for code that runs inline in the tasks that resume it, such as the body of
   * an async generator.
   */
  Frame newFrame(Runnable body);

  /** Returns where a coroutine is suspended, innermost call first; empty if it is not. */
  List<StackTraceElement> stackOf(CoreTask<?> task);

  /** Returns the thread that runs the loop's code now, or null between runs. Any thread may ask. */
  @Nullable Thread holder();

  /** Makes the calling thread the one that unwinds what a closing loop leaves suspended. */
  void beginUnwinding();

  /**
   * Ends a suspended coroutine of a loop that is closing: resumes it, so that it unwinds, and
   * returns when it has.
   */
  void unwind(CoreTask<?> task);

  /** Lets go of all threads. Nothing of this engine is used afterwards. */
  void close();

  /** A stack that is resumed by hand instead of by the loop. */
  interface Frame {

    /** Runs the body to its next {@link #suspend()} or its end. */
    void resume();

    /** Called by the body: goes back to whoever resumed it, until the next {@link #resume()}. */
    void suspend();
  }
}
