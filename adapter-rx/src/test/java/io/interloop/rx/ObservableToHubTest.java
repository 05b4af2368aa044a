// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.testkit.Capability;
import io.interloop.testkit.ManyToHubContract;
import io.reactivex.rxjava3.core.Observable;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.FlowAdapters;

@ExtendWith(PluginHook.class)
final class ObservableToHubTest extends ManyToHubContract<Observable<String>> {

  @Override
  protected Map<Capability, String> lacks() {
    return Map.of(Capability.DEMAND, "an Observable emits without being asked");
  }

  @Override
  protected void installLibraryHook(Consumer<Throwable> hook) {
    PluginHook.install(hook);
  }

  @Override
  protected Observable<String> foreign(Flow.Publisher<String> publisher) {
    return Observable.fromPublisher(FlowAdapters.toPublisher(publisher));
  }

  @Override
  protected AsyncStream<String> stream(Observable<String> source, ConversionOptions options) {
    return RxAdapter.stream(source, Overflow.BUFFER, options);
  }
}
