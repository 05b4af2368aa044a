// SPDX-License-Identifier: Apache-2.0
/**
 * Converts {@link reactor.core.publisher.Mono}, {@link reactor.core.publisher.Flux} and any {@link
 * org.reactivestreams.Publisher}. Everything is in {@link io.interloop.reactor.ReactorAdapter}.
 */
@NullMarked
@CheckReturnValue
package io.interloop.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
