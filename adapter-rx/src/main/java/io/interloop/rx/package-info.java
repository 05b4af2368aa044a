// SPDX-License-Identifier: Apache-2.0
/**
 * RxJava 3's types to and from the hub.
 *
 * <p>{@link io.interloop.rx.RxAdapter} has all conversions, each a static method named for what it
 * returns; {@link io.interloop.rx.Overflow} says what to do with an Observable that is faster than
 * its consumer.
 */
@NullMarked
@CheckReturnValue
package io.interloop.rx;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
