// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.testkit.ForeignSource;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Single, Maybe or Completable in the hands of a test. It notes that it is disposed, and signals
 * all the same.
 */
final class ManualSource<X> implements ForeignSource<X> {

  /** One observer, whatever its type. */
  private record Listener(
      Consumer<@Nullable String> onSuccess, Runnable onComplete, Consumer<Throwable> onError) {}

  private final X source;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Disposable> disposables = new ArrayList<>();
  private @Nullable Consumer<Listener> end;

  private ManualSource(Function<ManualSource<X>, X> source) {
    this.source = source.apply(this);
  }

  static ManualSource<Single<String>> single() {
    return new ManualSource<>(self -> Single.unsafeCreate(self::observedBy));
  }

  static ManualSource<Maybe<String>> maybe() {
    return new ManualSource<>(self -> Maybe.unsafeCreate(self::observedBy));
  }

  static ManualSource<Completable> completable() {
    return new ManualSource<>(self -> Completable.unsafeCreate(self::observedBy));
  }

  private void observedBy(SingleObserver<? super String> observer) {
    observer.onSubscribe(newDisposable());
    add(new Listener(observer::onSuccess, () -> {}, observer::onError));
  }

  private void observedBy(MaybeObserver<? super String> observer) {
    observer.onSubscribe(newDisposable());
    add(new Listener(observer::onSuccess, observer::onComplete, observer::onError));
  }

  private void observedBy(CompletableObserver observer) {
    observer.onSubscribe(newDisposable());
    add(new Listener(value -> {}, observer::onComplete, observer::onError));
  }

  private Disposable newDisposable() {
    Disposable disposable = Disposable.empty();
    disposables.add(disposable);
    return disposable;
  }

  private void add(Listener listener) {
    listeners.add(listener);
    if (end != null) {
      end.accept(listener);
    }
  }

  private void end(Consumer<Listener> end) {
    this.end = end;
    listeners.forEach(end);
  }

  @Override
  public X get() {
    return source;
  }

  @Override
  public void succeed(@Nullable String value) {
    end(listener -> listener.onSuccess.accept(value));
  }

  @Override
  public void succeedEmpty() {
    end(listener -> listener.onComplete.run());
  }

  @Override
  public void fail(Throwable failure) {
    end(listener -> listener.onError.accept(failure));
  }

  @Override
  public boolean cancelled() {
    return !disposables.isEmpty() && disposables.stream().allMatch(Disposable::isDisposed);
  }

  @Override
  public int attached() {
    return listeners.size();
  }
}
