// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import io.interloop.ContextVar;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What goes with a subscription: the hub's context in Reactor's, and Reactor's in the hub's.
 *
 * <pre>
 *   hub context ──copy, key Context.class──▶ Reactor Context
 *   Reactor Context ──context variable──▶ hub context, which takes over the one under that key
 * </pre>
 */
final class Contexts {
  /** The Reactor Context of the subscriber for whom hub code runs. */
  private static final ContextVar<ContextView> SUBSCRIBER =
      ContextVar.withDefault("reactor.context", Context.empty());

  private Contexts() {}

  /** Returns the Reactor Context of the subscriber for whom the running code runs. */
  static ContextView ofSubscriber() {
    return SUBSCRIBER.get();
  }

  /** Returns the Reactor Context for a subscriber on behalf of the running code. */
  static Context forHubSubscriber() {
    Context context =
        Context.of(ofSubscriber())
            .put(io.interloop.Context.class, io.interloop.Context.copyOfCurrent());
    return ThreadLocals.AVAILABLE ? ThreadLocals.captureInto(context) : context;
  }

  /** Subscribes hub work to a subscriber, in the context that its Reactor Context asks for. */
  static void subscribe(ContextView subscriber, Runnable subscription) {
    if (subscriber.isEmpty() && ofSubscriber().isEmpty()) {
      subscription.run();
      return;
    }
    run(
        contextFor(subscriber),
        () -> {
          SUBSCRIBER.set(subscriber);
          subscription.run();
        });
  }

  private static io.interloop.Context contextFor(ContextView subscriber) {
    io.interloop.Context context =
        ThreadLocals.AVAILABLE
            ? ThreadLocals.copyOfCurrentWith(subscriber)
            : io.interloop.Context.copyOfCurrent();
    io.interloop.@Nullable Context carried =
        subscriber.getOrDefault(io.interloop.Context.class, null);
    if (carried != null) {
      context.assign(carried);
    }
    return context;
  }

  private static void run(io.interloop.Context context, Runnable code) {
    try {
      context.run(() -> {
        code.run();
        return context;
      });
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new AssertionError("a Runnable throws no checked exceptions", impossible);
    }
  }
}
