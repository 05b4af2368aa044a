// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

/**
 * Where the body of an async generator puts its items. See {@link Asyncio#generator}.
 *
 * @param <T> the type of the items
 */
@FunctionalInterface
public interface Yielder<T> {

  /**
   * Hands an item to the consumer and suspends the body until the next one is asked for.
   *
   * @param item the item
   * @throws io.interloop.GeneratorExit if the generator is closed instead; clean up and let it pass
   */
  @SuppressWarnings("NamedLikeContextualKeyword") // Python's word; a call is always qualified
  void yield(T item);
}
