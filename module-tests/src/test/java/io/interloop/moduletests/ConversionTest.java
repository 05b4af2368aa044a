// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import static io.interloop.Conversions.convert;
import static io.interloop.asyncio.Asyncio.await;
import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.ConversionOptions.AfterFirst;
import io.interloop.ConversionOptions.OnCancel;
import io.interloop.Conversions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.LoopThread;
import io.interloop.testkit.Trail;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a conversion does beside carrying one source to one target. */
@ExtendWith(LoopExtension.class)
class ConversionTest {

  // ---- await

  @Test
  void awaitTakesAnyTypeOfOneValue(Runner runner) throws Exception {
    runner.run(() -> {
      String fromMono = await(Mono.just("mono"));
      String fromSingle = await(Single.just("single"));
      String fromVertx = await(io.vertx.core.Future.succeededFuture("vertx"));
      String fromFuture = await(CompletableFuture.completedFuture("future"));
      Object fromCompletable = await(Completable.complete());

      assertThat(List.of(fromMono, fromSingle, fromVertx, fromFuture))
          .containsExactly("mono", "single", "vertx", "future");
      assertThat(fromCompletable).isNull();
    });
  }

  @Test
  void awaitOfManyValuesNamesTheCure(Runner runner) throws Exception {
    runner.run(() -> {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Asyncio.<Object>await(Flux.just(1, 2)))
          .withMessage(
              "Flux has many values, and await takes one: convert(source).first().await() takes"
                  + " the first, to(AsyncStream.class) all of them");

      int first = convert(Flux.just(1, 2)).first().await();
      AsyncStream<Integer> all = convert(Flux.just(1, 2)).to(AsyncStream.class);

      assertThat(first).isEqualTo(1);
      assertThat(all.toList().await()).containsExactly(1, 2);
    });
  }

  @Test
  void whatIsConvertedToAwaitableComposes(Runner runner) throws Exception {
    runner.run(() -> {
      Awaitable<String> mono = convert(Mono.just("mono")).to(Awaitable.class);
      Awaitable<String> single = convert(Single.just("single")).to(Awaitable.class);

      assertThat(gather(mono, single).await()).containsExactly("mono", "single");
    });
  }

  @Test
  void aFutureOfAnotherLoopIsAwaitedAndCancelledThere(Runner runner, Trail trail) throws Exception {
    try (LoopThread other = new LoopThread()) {
      Future<String> there =
          other.call(() ->
              other
                  .loop()
                  .createTask((Awaitable<String>) () -> sleep(Duration.ZERO, "there").await()));
      Future<Object> pending = other.call(() -> other.loop().createPromise());
      runner.run(() -> {
        String value = await(there);
        assertThat(value).isEqualTo("there");

        Mono<Object> mono = convert(pending).on(EventLoop.running()).to(Mono.class);
        mono.subscribe().dispose();
      });
      CompletableFuture<String> cancelled = new CompletableFuture<>();
      boolean unused =
          other.call(() -> {
            pending.addDoneCallback(done -> cancelled.complete("cancelled " + done.cancelled()));
            return true;
          });
      assertThat(cancelled.get(10, TimeUnit.SECONDS)).isEqualTo("cancelled true");
    }
  }

  // ---- which type

  @Test
  void theMostSpecificTypeCounts(Runner runner) throws Exception {
    runner.run(() -> {
      List<Integer> items =
          convert(Flux.just(1)).<AsyncStream<Integer>>to(AsyncStream.class).toList().await();
      Single<Integer> single = convert(Mono.just(1)).to(Single.class); // a Mono, and no Publisher
      CompletableFuture<Integer> both = CompletableFuture.completedFuture(1); // and no Future
      Maybe<Integer> maybe = convert(both).to(Maybe.class);

      assertThat(items).containsExactly(1);
      assertThat(Asyncio.<Integer>await(single)).isEqualTo(1);
      assertThat(Asyncio.<Integer>await(maybe)).isEqualTo(1);
    });
  }

  @Test
  void aTypeThatIsNotClearIsAskedFor() {
    Object both =
        Proxy.newProxyInstance(
            ConversionTest.class.getClassLoader(),
            new Class<?>[] {CompletionStage.class, Publisher.class},
            (proxy, method, arguments) -> null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> convert(both))
        .withMessageContaining(
            "is both CompletionStage and Publisher: say which with"
                + " convert(source).as(CompletionStage.class)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convert(Mono.just(1)).as(Flux.class))
        .withMessage("reactor.core.publisher.MonoJust is no Flux");
  }

  @Test
  void aTypeThatNobodyKnowsNamesTheAdapterToAdd() {
    Conversions none = Conversions.of(List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.from(Mono.just(1)))
        .withMessage(
            "cannot convert reactor.core.publisher.MonoJust, which no adapter here knows: add the"
                + " dependency io.interloop:interloop-adapter-reactor. Known are AsyncStream,"
                + " Awaitable, Future");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.from(List.of()))
        .withMessageContaining("a provider of io.interloop.spi.ForeignTypes can add it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convert(Mono.just(1)).to(String.class))
        .withMessageContaining("cannot convert to java.lang.String");
  }

  // ---- start

  @Test
  void aColdSourceIsSubscribedToAnewAndAHotOneIsShared(Runner runner, Trail trail)
      throws Exception {
    runner.run(() -> {
      Mono<String> cold =
          Mono.fromSupplier(() -> {
            trail.add("subscribed");
            return "a";
          });
      Single<String> fromCold = convert(cold).to(Single.class);
      trail.add("converted");
      await(fromCold);
      await(fromCold);

      CompletableFuture<String> hot = new CompletableFuture<>();
      Mono<String> fromHot = convert(hot).to(Mono.class);
      hot.complete("b");
      trail.add(Asyncio.<String>await(fromHot) + Asyncio.<String>await(fromHot));
    });

    trail.assertIs("converted", "subscribed", "subscribed", "bb");
  }

  @Test
  void whatCanBeReadOnceFailsTheSecondTime(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      AsyncStream<String> once = Asyncio.generator(out -> out.yield("a"));
      Flux<String> flux = convert(once).to(Flux.class);

      List<String> firstTime = await(flux.collectList());
      assertThat(firstTime).containsExactly("a");
      Object second =
          await(
              flux.collectList().map(List::toString).onErrorResume(e -> Mono.just(e.getMessage())));
      assertThat(second).isEqualTo("AsyncStream can be read once, and has had its reader");
    });
  }

  // ---- cancelling

  @Test
  void theLastOfSeveralSubscribersCancelsAHotSource(Runner runner) throws Exception {
    runner.run(() -> {
      CompletableFuture<String> hot = new CompletableFuture<>();
      Single<String> shared =
          convert(hot)
              .with(ConversionOptions.DEFAULT.withOnCancel(OnCancel.LAST_WAITER))
              .to(Single.class);
      Disposable first = shared.subscribe();
      Disposable second = shared.subscribe();

      first.dispose();
      sleep(Duration.ofSeconds(1)).await();
      assertThat(hot.isDone()).isFalse();
      second.dispose();
      sleep(Duration.ofSeconds(1)).await();
      assertThat(hot.isCancelled()).isTrue();
    });
  }

  @Test
  void aTargetThatIsCancelledBeforeTheLoopKnowsOfItCancelsItsSource(Runner runner)
      throws Exception {
    EventLoop loop = runner.getLoop(); // and does not run
    CompletableFuture<String> toSingle = new CompletableFuture<>();
    CompletableFuture<String> toFlux = new CompletableFuture<>();
    FutureTask<String> toFuture = new FutureTask<>(() -> "never");

    Single<String> single = convert(toSingle).on(loop).to(Single.class);
    single.subscribe().dispose();
    Flux<String> flux = convert(toFlux).on(loop).to(Flux.class);
    flux.subscribe().dispose();
    CompletableFuture<String> future = convert(toFuture).on(loop).to(CompletableFuture.class);
    boolean unused = future.cancel(true);
    runner.run(() -> sleep(Duration.ofSeconds(1)).await());

    assertThat(toSingle).isCancelled();
    assertThat(toFlux).isCancelled();
    assertThat(toFuture).isCancelled();
  }

  @Test
  void aReadStreamStandsStillUntilItHasAReader(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      ManualReadStream stream = new ManualReadStream(new Work(trail));
      Flux<String> flux = convert(stream).to(Flux.class);

      assertThat(stream.paused()).isTrue();
      var unused = flux.subscribe();
      sleep(Duration.ofSeconds(1)).await();
      assertThat(stream.paused()).isFalse();
    });
  }

  // ---- fewer values than there are

  @Test
  void theFirstOfManyCancelsTheRestOrDrainsIt(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      Flux<String> source =
          Flux.just("a", "b", "c")
              .doOnCancel(() -> trail.add("cancelled"))
              .doOnComplete(() -> trail.add("complete"));
      ConversionOptions options =
          ConversionOptions.DEFAULT.withOnDiscard(late -> trail.add("discarded " + late));

      Single<String> first = convert(source).with(options).first().to(Single.class);
      trail.add("first " + await(first));
      Single<String> drained =
          convert(source).with(options.withAfterFirst(AfterFirst.DRAIN)).first().to(Single.class);
      trail.add("first " + await(drained));
    });

    trail.assertIs("cancelled", "first a", "complete", "discarded b", "discarded c", "first a");
  }

  @Test
  void valuesThatATargetHasNoPlaceForAreDiscarded(Runner runner, Trail trail) throws Exception {
    runner.run(() -> {
      ConversionOptions options =
          ConversionOptions.DEFAULT.withOnDiscard(late -> trail.add("discarded " + late));
      Completable many = convert(Flowable.just("a", "b")).with(options).to(Completable.class);
      Completable one = convert(Mono.just("c")).with(options).to(Completable.class);
      Completable shared =
          convert(CompletableFuture.completedFuture("d")).with(options).to(Completable.class);

      await(many);
      await(one);
      await(shared); // its value has other readers
    });

    trail.assertIs("discarded a", "discarded b", "discarded c");
  }
}
