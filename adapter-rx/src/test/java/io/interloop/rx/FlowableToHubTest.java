// SPDX-License-Identifier: Apache-2.0
package io.interloop.rx;

import io.interloop.AsyncStream;
import io.interloop.ConversionOptions;
import io.interloop.testkit.ManyToHubContract;
import io.reactivex.rxjava3.core.Flowable;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.FlowAdapters;

@ExtendWith(PluginHook.class)
final class FlowableToHubTest extends ManyToHubContract<Flowable<String>> {

  @Override
  protected void installLibraryHook(Consumer<Throwable> hook) {
    PluginHook.install(hook);
  }

  @Override
  protected Flowable<String> foreign(Flow.Publisher<String> publisher) {
    return Flowable.fromPublisher(FlowAdapters.toPublisher(publisher));
  }

  @Override
  protected AsyncStream<String> stream(Flowable<String> source, ConversionOptions options) {
    return RxAdapter.stream(source, options);
  }
}
