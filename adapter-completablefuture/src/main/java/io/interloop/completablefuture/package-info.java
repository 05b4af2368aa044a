// SPDX-License-Identifier: Apache-2.0
/**
 * Converts what the JDK itself has: {@link java.util.concurrent.CompletionStage}, {@link
 * java.util.concurrent.Future} and {@link java.util.concurrent.Flow.Publisher}. Everything is in
 * {@link io.interloop.completablefuture.FutureAdapter}.
 */
@NullMarked
@CheckReturnValue
package io.interloop.completablefuture;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
