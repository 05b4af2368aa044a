// SPDX-License-Identifier: Apache-2.0
/**
 * Vert.x's futures and streams to and from the hub.
 *
 * <p>{@link io.interloop.vertx.VertxAdapter} has all conversions, each a static method named for
 * what it returns.
 */
@NullMarked
@CheckReturnValue
package io.interloop.vertx;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
