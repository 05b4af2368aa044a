// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import static io.interloop.asyncio.Asyncio.run;
import static io.interloop.asyncio.Asyncio.taskGroup;
import static io.interloop.asyncio.Asyncio.timeout;
import static io.interloop.completablefuture.FutureAdapter.awaitable;
import static io.interloop.reactor.ReactorAdapter.awaitable;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.interloop.Awaitable;
import io.interloop.Task;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/** The program on README's first screen. */
final class ReadmeExample {

  private ReadmeExample() {}

  static void main() throws Exception {
    // readme:begin
    run(() -> {
      Mono<String> name = Mono.just("Ada").delayElement(ofMillis(100));
      CompletableFuture<Integer> year = CompletableFuture.supplyAsync(() -> 1815);
      Awaitable<String> sentence =
          taskGroup(group -> {
            Task<String> who = group.createTask(awaitable(name));
            Task<Integer> when = group.createTask(awaitable(year));
            return who.await() + " was born in " + when.await();
          });
      System.out.println(timeout(ofSeconds(5), sentence).await());
    });
    // readme:end
  }
}
