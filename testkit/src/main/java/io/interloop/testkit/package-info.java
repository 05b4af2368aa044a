// SPDX-License-Identifier: Apache-2.0
/**
 * For tests of asynchronous code: no test sleeps, and every test sees the same order each time.
 *
 * <ul>
 *   <li>{@link io.interloop.testkit.VirtualClock}: time that jumps to the next timer as soon as
 *       there is nothing else to do.
 *   <li>{@link io.interloop.testkit.LoopExtension}: gives JUnit tests a loop on such a clock, and
 *       fails those that leave an error unseen.
 *   <li>{@link io.interloop.testkit.Trail}: what happened, in order, for one assertion at the end.
 *   <li>{@link io.interloop.testkit.AdapterContract}: what every adapter promises; an adapter's
 *       tests extend its four parts.
 * </ul>
 */
@NullMarked
@CheckReturnValue
package io.interloop.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
