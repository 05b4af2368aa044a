// SPDX-License-Identifier: Apache-2.0
/** Tells the weather. {@code Weather} is the application. */
@NullMarked
package io.interloop.examples.weather;

import org.jspecify.annotations.NullMarked;
