// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Future;
import java.util.Set;

/**
 * What {@link Asyncio#wait} returns. Both sets are unmodifiable and in the order of the argument.
 *
 * @param <F> the type of the futures
 * @param done the futures that are done or cancelled
 * @param pending the others; nothing has cancelled them
 */
public record DoneAndPending<F extends Future<?>>(Set<F> done, Set<F> pending) {}
