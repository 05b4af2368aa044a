// SPDX-License-Identifier: Apache-2.0
/** Finds code that blocks a loop, with BlockHound. */
@NullMarked
package io.interloop.blockhound;

import org.jspecify.annotations.NullMarked;
