// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import io.interloop.asyncio.Asyncio;

/** Prints where a coroutine has its stack. Run in JVMs of its own, with nothing but the loop. */
final class WhichEngine {

  private WhichEngine() {}

  public static void main(String[] args) throws Exception {
    Thread main = Thread.currentThread();
    try {
      String engine =
          Asyncio.run(() -> {
            Asyncio.sleep(java.time.Duration.ZERO).await();
            return Thread.currentThread() == main ? "mounted" : "handoff";
          });
      System.out.println(engine);
    } catch (IllegalStateException | IllegalArgumentException refused) {
      System.out.println(refused.getMessage());
    }
  }
}
