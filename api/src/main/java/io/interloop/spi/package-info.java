// SPDX-License-Identifier: Apache-2.0
/**
 * For those who write a loop or an adapter.
 *
 * <ul>
 *   <li>{@link io.interloop.spi.Execution}: which loop, task and context a thread is running.
 *   <li>{@link io.interloop.spi.Backend}: the loop's only door to time and to threads that wait.
 *   <li>{@link io.interloop.spi.Host}: what a guest loop needs of the application it lives in.
 *   <li>{@link io.interloop.spi.Inlet}: takes a foreign result to the hub; {@link
 *       io.interloop.spi.Outlet}: takes a hub result to a foreign consumer. Between them they keep
 *       what every conversion promises, so that an adapter only translates signals.
 *   <li>{@link io.interloop.spi.SubscriberInlet}: an inlet's subscriber to a publisher, {@link
 *       io.interloop.spi.PublisherInlet} to one of the JDK's; {@link
 *       io.interloop.spi.SharedAwaitable}: the await of a source that runs already.
 *   <li>{@link io.interloop.spi.Delivery} and {@link io.interloop.spi.Signals}: the way from any
 *       thread to the loop, for one action and for many in their order; {@link
 *       io.interloop.spi.Undroppable}: what a loop that closes must not forget.
 *   <li>{@link io.interloop.spi.LoopWorker}: takes to a loop what a library schedules.
 *   <li>{@link io.interloop.spi.ForeignTypes}: the service by which an adapter says which types it
 *       knows, as {@link io.interloop.spi.OneValueType}, {@link io.interloop.spi.ManyValuesType} or
 *       {@link io.interloop.spi.ForeignHandle}.
 * </ul>
 */
@NullMarked
@CheckReturnValue
package io.interloop.spi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
