// SPDX-License-Identifier: Apache-2.0
/**
 * asyncio for Java. Begin with {@link io.interloop.asyncio.Asyncio}.
 *
 * <p>Scheduling and cancellation follow CPython 3.14's rule by rule. What has Python's name does
 * what it does in Python; where Java has taken a name ({@code wait}, {@code notify_all}), the JDK's
 * own word for it stands instead ({@code await}).
 */
@NullMarked
@CheckReturnValue
package io.interloop.asyncio;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
