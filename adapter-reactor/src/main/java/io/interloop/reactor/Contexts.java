// SPDX-License-Identifier: Apache-2.0
package io.interloop.reactor;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interloop.ContextVar;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What goes with a subscription: the hub's context in Reactor's, and Reactor's in the hub's.
 *
 * <pre>
 *   hub context ──copy, key Context.class──▶ Reactor Context
 *   Reactor Context ──context variable──▶ copy of the hub context under that key
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

  /**
   * Returns the Reactor Context for a subscriber on behalf of hub code. Any thread.
   *
   * @param hub a copy of the context of that code
   */
  static Context forHubSubscriber(io.interloop.Context hub) {
    return with(hub, ofSubscriber(hub));
  }

  /**
   * As {@link #forHubSubscriber}, with what the calling thread adds to it; null if it adds nothing.
   */
  static @Nullable Context fromThread(io.interloop.Context hub) {
    return ThreadLocals.AVAILABLE ? with(hub, ThreadLocals.captureInto(ofSubscriber(hub))) : null;
  }

  /** Last, as among the thread-locals are the variables alone, under the same key. */
  private static Context with(io.interloop.Context hub, Context context) {
    return context.put(io.interloop.Context.class, hub);
  }

  private static Context ofSubscriber(io.interloop.Context hub) {
    ContextView subscriber = hub.get(SUBSCRIBER);
    return subscriber == null ? Context.empty() : Context.of(subscriber);
  }

  /** Subscribes hub work to a subscriber, in the context that its Reactor Context asks for. */
  static void subscribe(ContextView subscriber, Runnable subscription) {
    if (subscriber.isEmpty() && ofSubscriber().isEmpty()) {
      subscription.run();
      return;
    }
    io.interloop.Context context = contextFor(subscriber);
    // The hub's own entry alone is nothing to tell of, and to set a variable is not cheap.
    boolean nothingNew =
        subscriber.size() == 1 && isOfHub(subscriber) && context.get(SUBSCRIBER) == null;
    within(
        context,
        () -> {
          if (!nothingNew) {
            SUBSCRIBER.set(subscriber);
          }
          subscription.run();
          return context;
        });
  }

  private static boolean isOfHub(ContextView subscriber) {
    return subscriber.hasKey(io.interloop.Context.class);
  }

  private static io.interloop.Context contextFor(ContextView subscriber) {
    io.interloop.@Nullable Context carried =
        subscriber.getOrDefault(io.interloop.Context.class, null);
    io.interloop.Context context =
        carried != null ? carried.copy() : io.interloop.Context.copyOfCurrent();
    return ThreadLocals.AVAILABLE
        ? within(context, () -> ThreadLocals.copyOfCurrentWith(subscriber))
        : context;
  }

  @CanIgnoreReturnValue
  private static io.interloop.Context within(
      io.interloop.Context context, Callable<io.interloop.Context> code) {
    try {
      return context.run(code);
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new AssertionError("nothing here throws checked exceptions", impossible);
    }
  }
}
