// SPDX-License-Identifier: Apache-2.0
/**
 * Replays small concurrent programs whose course CPython's asyncio has recorded, and compares.
 *
 * <p>{@link io.interloop.conformance.Replay} is the command; the module's README says how to read
 * what it prints.
 */
@NullMarked
@CheckReturnValue
package io.interloop.conformance;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
