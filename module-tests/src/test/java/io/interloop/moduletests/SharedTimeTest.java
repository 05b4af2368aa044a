// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import static io.interloop.asyncio.Asyncio.executor;
import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.sleep;
import static io.interloop.reactor.ReactorAdapter.awaitable;
import static io.interloop.rx.RxAdapter.awaitable;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MINUTES;

import io.interloop.AsyncRunnable;
import io.interloop.Awaitable;
import io.interloop.EventLoop;
import io.interloop.asyncio.Runner;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.rx.RxAdapter;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.interloop.testkit.VirtualClock;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** RxJava, Reactor, the JDK and the loop on one clock. */
@ExtendWith(LoopExtension.class)
class SharedTimeTest {

  private static String at(VirtualClock clock) {
    return " at " + clock.elapsed().toMinutes();
  }

  private static Awaitable<@Nullable Void> coroutine(AsyncRunnable body) {
    return () -> {
      body.run();
      return null;
    };
  }

  @Test
  void schedulersOfTheLoopShareItsTime(
      Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    var rx = RxAdapter.scheduler(loop);
    var reactor = ReactorAdapter.scheduler(loop);
    ScheduledExecutorService jdk = executor(loop);
    runner.run(() -> {
      Flowable<Long> ticks =
          Flowable.interval(10, MINUTES, rx)
              .take(3)
              .doOnNext(n -> trail.add("Rx " + n + at(clock)));
      Flux<Long> tocks =
          Flux.interval(ofMinutes(5), ofMinutes(10), reactor)
              .take(3)
              .doOnNext(n -> trail.add("Reactor " + n + at(clock)));
      Awaitable<@Nullable Void> sleeper =
          coroutine(() -> {
            for (int i = 0; i < 3; i++) {
              sleep(ofMinutes(8)).await();
              trail.add("sleep " + i + at(clock));
            }
          });
      ScheduledFuture<?> unused = jdk.schedule(() -> trail.add("JDK" + at(clock)), 12, MINUTES);
      gather(awaitable(ticks.ignoreElements()), awaitable(tocks.then()), sleeper).await();
    });
    trail.assertIs(
        "Reactor 0 at 5",
        "sleep 0 at 8",
        "Rx 0 at 10",
        "JDK at 12",
        "Reactor 1 at 15",
        "sleep 1 at 16",
        "Rx 1 at 20",
        "sleep 2 at 24",
        "Reactor 2 at 25",
        "Rx 2 at 30");
  }

  @Test
  void operatorsWithoutASchedulerDoSoToo(
      Runner runner, EventLoop loop, VirtualClock clock, Trail trail) throws Exception {
    try (var rx = io.interloop.rx.DefaultSchedulers.runOn(loop);
        var reactor = io.interloop.reactor.DefaultSchedulers.runOn(loop)) {
      trail.add(rx.scheduler().now(MINUTES) + ", " + reactor.scheduler().now(MINUTES));
      runner.run(() -> {
        Awaitable<@Nullable Void> single =
            coroutine(() -> {
              awaitable(Single.timer(2, HOURS)).await();
              trail.add("Single.timer" + at(clock));
            });
        Awaitable<@Nullable Void> mono =
            coroutine(() -> {
              awaitable(Mono.delay(ofHours(1))).await();
              trail.add("Mono.delay" + at(clock));
              awaitable(Flux.just(1).delayElements(ofHours(2)).then()).await();
              trail.add("Flux.delayElements" + at(clock));
            });
        Awaitable<@Nullable Void> sleeper =
            coroutine(() -> {
              sleep(ofMinutes(90)).await();
              trail.add("sleep" + at(clock));
            });
        gather(single, mono, sleeper).await();
      });
    }
    trail.assertIs(
        "0, 0",
        "Mono.delay at 60",
        "sleep at 90",
        "Single.timer at 120",
        "Flux.delayElements at 180");
  }
}
