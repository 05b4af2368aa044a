// SPDX-License-Identifier: Apache-2.0
/**
 * Converts any {@link org.reactivestreams.Publisher}. Everything is in {@link
 * io.interloop.reactivestreams.ReactiveStreamsAdapter}.
 */
@NullMarked
@CheckReturnValue
package io.interloop.reactivestreams;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
