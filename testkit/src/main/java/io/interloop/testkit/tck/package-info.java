// SPDX-License-Identifier: Apache-2.0
/**
 * The Reactive Streams TCK for what adapters make and read: what its classes have in common for all
 * adapters. It needs {@code reactive-streams-tck}, which the testkit does not bring along.
 */
@NullMarked
package io.interloop.testkit.tck;

import org.jspecify.annotations.NullMarked;
