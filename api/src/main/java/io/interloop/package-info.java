// SPDX-License-Identifier: Apache-2.0
/**
 * The vocabulary of Interloop, in asyncio's words.
 *
 * <ul>
 *   <li>{@link io.interloop.Awaitable}: anything that can be awaited; a lambda is a coroutine.
 *   <li>{@link io.interloop.Future}: a result that may come later; {@link io.interloop.Promise}:
 *       its write side; {@link io.interloop.Task}: a future that drives a coroutine.
 *   <li>{@link io.interloop.EventLoop}: runs callbacks and tasks, one at a time, in a known order.
 *   <li>{@link io.interloop.AsyncStream}: many values, pulled one by one.
 *   <li>{@link io.interloop.Conversions}: from any type that an adapter knows to any other.
 *   <li>{@link io.interloop.ContextVar} and {@link io.interloop.Context}: values that follow a
 *       task.
 *   <li>{@link io.interloop.CancelledError}: what cancellation throws.
 * </ul>
 *
 * <p><b>Threads.</b> A loop's objects belong to the loop: unless a method says otherwise, call it
 * from code that the loop runs (a callback or a task), or while the loop is not running. From any
 * other thread use {@link io.interloop.EventLoop#callSoonThreadsafe}.
 *
 * <p><b>Null.</b> Everything is non-null unless marked {@code @Nullable}; a null argument is
 * refused with a {@link NullPointerException}.
 */
@NullMarked
@CheckReturnValue
package io.interloop;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
