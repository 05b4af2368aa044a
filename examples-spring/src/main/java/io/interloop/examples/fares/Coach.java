// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.fares;

import static io.interloop.rx.RxAdapter.awaitable;

import io.interloop.Awaitable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;

/** Worked out from a tariff, with RxJava: a Single. */
record Coach() implements Carrier {
  private static final int STAGES = 5;

  @Override
  public String name() {
    return "coach";
  }

  @Override
  public Awaitable<Integer> fare(Trip trip) {
    Single<Integer> sum =
        Flowable.range(1, STAGES)
            .map(stage -> Tariff.euros("coach " + stage, trip) / STAGES)
            .reduce(0, Integer::sum)
            .subscribeOn(Schedulers.computation());
    return awaitable(sum);
  }
}
