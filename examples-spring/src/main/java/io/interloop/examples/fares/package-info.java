// SPDX-License-Identifier: Apache-2.0
/** Compares what carriers ask for a trip. {@code Fares} is the application. */
@NullMarked
package io.interloop.examples.fares;

import org.jspecify.annotations.NullMarked;
