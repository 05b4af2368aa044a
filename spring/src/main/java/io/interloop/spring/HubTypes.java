// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import static org.springframework.core.ReactiveTypeDescriptor.multiValue;
import static org.springframework.core.ReactiveTypeDescriptor.nonDeferredAsyncValue;
import static org.springframework.core.ReactiveTypeDescriptor.singleOptionalValue;

import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Task;
import io.interloop.asyncio.Asyncio;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.spi.Inlet;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Mono;

/** What Spring has to know of the hub's types, for one loop. */
final class HubTypes {
  private static final Inlet.Source PUBLISHER = new Inlet.Source("the publisher");

  private static final ConversionOptions OPTIONS =
      ConversionOptions.DEFAULT.withOnDiscard(HubTypes::release);

  private final EventLoop loop;

  private HubTypes(EventLoop loop) {
    this.loop = loop;
  }

  /** Registers the types; whoever has the registry may use it in any thread. */
  static void register(ReactiveAdapterRegistry registry, EventLoop loop) {
    HubTypes types = new HubTypes(loop);
    // A task is a future and a future is an awaitable: the first that fits is taken.
    registry.registerReactiveType(
        nonDeferredAsyncValue(Task.class, HubTypes::nothing),
        types::toMono,
        publisher -> HubTypes.refuse(Task.class));
    registry.registerReactiveType(
        nonDeferredAsyncValue(Future.class, HubTypes::nothing),
        types::toMono,
        publisher -> HubTypes.refuse(Future.class));
    registry.registerReactiveType(
        singleOptionalValue(Awaitable.class, HubTypes::nothing),
        types::toMono,
        publisher -> ReactorAdapter.awaitable(Mono.from(publisher), OPTIONS));
    registry.registerReactiveType(
        multiValue(AsyncStream.class, () -> Asyncio.generator(out -> {})),
        types::toFlux,
        types::stream);
  }

  /** What stands for a value that a controller did not return. */
  private static Awaitable<@Nullable Object> nothing() {
    return () -> null;
  }

  private Publisher<?> toMono(Object source) {
    if (source instanceof Future<?> future) {
      return ReactorAdapter.mono(future);
    }
    return ReactorAdapter.deferMono(loop, (Awaitable<?>) source, OPTIONS);
  }

  private Publisher<?> toFlux(Object source) {
    AsyncStream<?> stream = (AsyncStream<?>) source;
    return ReactorAdapter.<Object>flux(loop, () -> stream, OPTIONS);
  }

  private AsyncStream<Object> stream(Publisher<?> publisher) {
    return loop.stream(FlowAdapters.toFlowPublisher(publisher), PUBLISHER, OPTIONS);
  }

  private static Object refuse(Class<?> type) {
    throw new IllegalArgumentException(
        type.getSimpleName()
            + " cannot be an argument, as it would run before it is asked for: take an Awaitable");
  }

  private static void release(Object value) {
    if (value instanceof DataBuffer buffer) {
      boolean unused = DataBufferUtils.release(buffer);
    }
  }
}
