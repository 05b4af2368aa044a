// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Future} whose holder sets the result: the write side of asyncio's {@code Future}. Made
 * by {@link EventLoop#createPromise()}.
 *
 * <p>A promise is set on its loop. From another thread go through {@link
 * EventLoop#callSoonThreadsafe}; a direct call is refused.
 *
 * @param <T> the type of the result
 */
public interface Promise<T extends @Nullable Object> extends Future<T> {

  /**
   * Completes this promise with a result.
   *
   * @param result the result; may be null where {@code T} allows it
   * @throws InvalidStateException if it is done already, by whatever means
   */
  void setResult(T result);

  /**
   * Completes this promise with a failure.
   *
   * @param exception what awaiting it will throw, unwrapped
   * @throws InvalidStateException if it is done already, by whatever means
   */
  void setException(Throwable exception);
}
