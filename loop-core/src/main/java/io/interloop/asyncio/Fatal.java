// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.KeyboardInterrupt;

/**
 * Which errors stop a loop instead of failing a task: the counterpart of Python's KeyboardInterrupt
 * and SystemExit. After a {@link VirtualMachineError} nothing can be relied on; a stack overflow is
 * the exception, being an ordinary bug of the code that ran.
 */
final class Fatal {

  private Fatal() {}

  static boolean is(Throwable failure) {
    return failure instanceof KeyboardInterrupt
        || (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError));
  }
}
