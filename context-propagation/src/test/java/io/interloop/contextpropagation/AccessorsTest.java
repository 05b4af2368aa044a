// SPDX-License-Identifier: Apache-2.0
package io.interloop.contextpropagation;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.gather;
import static io.interloop.asyncio.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.Context;
import io.interloop.ContextVar;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import io.interloop.testkit.Trail;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both of context-propagation's interfaces, seen from its side and from the hub's. */
@ExtendWith(LoopExtension.class)
class AccessorsTest {
  private static final ContextVar<String> USER = ContextVar.of("user");
  private static final ThreadLocal<String> TENANT = new ThreadLocal<>();
  private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

  @BeforeEach
  void registerTenant() {
    ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
  }

  @AfterEach
  void removeTenant() {
    ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
    ContextRegistry.getInstance().removeThreadLocalAccessor("scopes");
    TENANT.remove();
  }

  private static void tick() throws Exception {
    sleep(Duration.ofMillis(1)).await();
  }

  // ---- thread-locals follow tasks

  @Test
  void aRegisteredThreadLocalFollowsTasks(Trail trail) throws Exception {
    TENANT.set("outside");
    Asyncio.run(() -> {
      trail.add(TENANT.get());
      TENANT.set("acme");
      createTask(
              () -> {
                trail.add("task: " + TENANT.get());
                TENANT.set("other");
                tick();
                trail.add("task: " + TENANT.get());
              })
          .await();
      trail.add(TENANT.get());
    });
    trail.add(TENANT.get());
    trail.assertIs("outside", "task: acme", "task: other", "acme", "outside");
  }

  @Test
  void oneThatIsRegisteredOnTheWayFollowsFromThenOn(Runner runner, Trail trail) throws Exception {
    ThreadLocal<String> late = new ThreadLocal<>();
    runner.run(() -> {
      ContextRegistry.getInstance().registerThreadLocalAccessor("scopes", late);
      tick();
      late.set("set");
      tick();
      trail.add(late.get());
      ContextRegistry.getInstance().removeThreadLocalAccessor("scopes");
    });
    trail.add("" + late.get());
    trail.assertIs("set", "null");
  }

  /** Keeps count of what begins and ends, as a tracer's scopes do. */
  private static final class Scopes implements ThreadLocalAccessor<String> {
    private final ThreadLocal<ArrayDeque<String>> open = ThreadLocal.withInitial(ArrayDeque::new);

    @Override
    public Object key() {
      return "scopes";
    }

    @Override
    public String getValue() {
      String top = open.get().peek();
      return top == null || top.isEmpty() ? null : top;
    }

    @Override
    public void setValue(String value) {
      open.get().push(value);
    }

    @Override
    public void setValue() {
      open.get().push("");
    }

    @Override
    public void restore(String previous) {
      open.get().pop();
      assertThat(open.get().peek()).isEqualTo(previous);
    }

    @Override
    public void restore() {
      open.get().pop();
    }
  }

  @Test
  void whateverIsBegunInAThreadIsEndedThere(Trail trail) throws Exception {
    Scopes scopes = new Scopes();
    ContextRegistry.getInstance().registerThreadLocalAccessor(scopes);
    scopes.setValue("caller");
    Asyncio.run(() -> {
      gather(() -> nested(scopes, "a"), () -> nested(scopes, "b")).await();
      trail.add(scopes.getValue());
    });
    trail.add(scopes.open.get().toString());
    trail.assertIs("caller", "[caller]");
  }

  private static String nested(Scopes scopes, String name) throws Exception {
    assertThat(scopes.getValue()).isEqualTo("caller");
    tick();
    Context inner = new Context();
    inner.run(() -> {
      assertThat(scopes.getValue()).isNull();
      return name;
    });
    tick();
    return name;
  }

  // ---- context variables follow snapshots

  @Test
  void contextVariablesFollowAWrappedExecutor(Runner runner, Trail trail) throws Exception {
    try (ExecutorService threads =
        ContextExecutorService.wrap(Executors.newSingleThreadExecutor(), SNAPSHOTS::captureAll)) {
      runner.run(() -> {
        USER.set("ada");
        TENANT.set("acme");
        trail.add(threads.submit(() -> USER.get() + " of " + TENANT.get()).get());
      });
      trail.add(threads.submit(() -> USER.orElse("nobody") + " of " + TENANT.get()).get());
    }
    trail.assertIs("ada of acme", "nobody of null");
  }

  @Test
  void aScopeLeavesTheVariablesAndTheirTokensAsTheyWere(Runner runner) throws Exception {
    runner.run(() -> {
      USER.set("ada");
      ContextSnapshot snapshot = SNAPSHOTS.captureAll();
      ContextVar.Token<String> token = USER.set("grace");
      assertThat(snapshot.wrap(USER::get).call()).isEqualTo("ada");
      assertThat(USER.get()).isEqualTo("grace");
      USER.reset(token);
      assertThat(USER.get()).isEqualTo("ada");
    });
  }

  @Test
  void aSnapshotOfAContextHasItsVariablesAndThreadLocals(Trail trail) throws Exception {
    Context context = new Context();
    context.run(() -> {
      TENANT.set("acme");
      return USER.set("ada");
    });
    trail.add(USER.orElse("nobody") + " of " + TENANT.get());
    SNAPSHOTS.captureFrom(context).wrap(() -> trail.add(USER.get() + " of " + TENANT.get())).run();
    trail.add(USER.orElse("nobody") + " of " + TENANT.get());
    trail.assertIs("nobody of null", "ada of acme", "nobody of null");
  }

  @Test
  void aSnapshotIsWrittenToACopyOfAContext(Trail trail) throws Exception {
    Context source = new Context();
    source.run(() -> {
      TENANT.set("acme");
      return USER.set("ada");
    });
    Context target = new Context();
    Context written = SNAPSHOTS.captureFrom(source).updateContext(target);
    trail.add(written.run(() -> USER.get() + " of " + TENANT.get()));
    trail.add(target.run(() -> USER.orElse("nobody") + " of " + TENANT.get()));
    trail.add(USER.orElse("nobody") + " of " + TENANT.get());
    trail.assertIs("ada of acme", "nobody of null", "nobody of null");
  }

  @Test
  void oneValueOfAContextCanBeReadByItsKey() throws Exception {
    Context context = new Context();
    context.run(() -> {
      TENANT.set("acme");
      return USER.set("ada");
    });
    InterloopContextAccessor accessor = new InterloopContextAccessor();
    assertThat(accessor.<String>readValue(context, "tenant")).isEqualTo("acme");
    assertThat(accessor.<Context>readValue(context, Context.class).get(USER)).isEqualTo("ada");
    assertThat(accessor.<String>readValue(context, "unknown")).isNull();
  }
}
