// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.spi.Cardinality;
import io.interloop.spi.ForeignHandle;
import io.interloop.spi.ForeignType;
import io.interloop.spi.ForeignTypes;
import io.interloop.spi.ManyValuesType;
import io.interloop.spi.OneValueType;
import io.interloop.spi.Start;
import io.interloop.spi.Traits;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RxJava's types, for {@link io.interloop.Conversions}. */
public final class RxTypes implements ForeignTypes {

  /** Creates the provider; the service loader does. */
  public RxTypes() {}

  @Override
  public List<ForeignType<?>> types() {
    return List.of(
        new OneValueType<Single<@Nullable Object>>(
            Single.class,
            cold("Single", Cardinality.ONE),
            RxAdapter::awaitable,
            RxAdapter::<@Nullable Object>deferSingle),
        new OneValueType<Maybe<@Nullable Object>>(
            Maybe.class,
            cold("Maybe", Cardinality.OPTIONAL),
            RxAdapter::awaitable,
            RxAdapter::<@Nullable Object>deferMaybe),
        new OneValueType<Completable>(
            Completable.class,
            cold("Completable", Cardinality.NONE),
            RxAdapter::awaitable,
            RxAdapter::deferCompletable),
        new ManyValuesType<Flowable<Object>>(
            Flowable.class,
            cold("Flowable", Cardinality.MANY),
            (flowable, options) -> () -> RxAdapter.stream(flowable, options),
            RxAdapter::flowable,
            RxAdapter::first),
        // Nothing is lost unless the user says so, by an operator of RxJava's.
        new ManyValuesType<Observable<Object>>(
            Observable.class,
            cold("Observable", Cardinality.MANY),
            (observable, options) -> () -> RxAdapter.stream(observable, Overflow.BUFFER, options),
            RxAdapter::observable,
            RxAdapter::first));
  }

  private static Traits cold(String name, Cardinality cardinality) {
    return Traits.of(name, cardinality, Start.PER_SUBSCRIBER, "dispose()");
  }

  @Override
  public List<ForeignHandle<?>> handles() {
    return List.of(new ForeignHandle<>(Disposable.class, Disposable::dispose));
  }
}
