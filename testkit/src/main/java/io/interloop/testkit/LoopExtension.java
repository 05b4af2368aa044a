// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

import io.interloop.EventLoop;
import io.interloop.ExceptionContext;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.LoopConfig;
import io.interloop.asyncio.Runner;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a loop on a {@link VirtualClock}: a parameter of type {@link Runner}, {@link
 * EventLoop}, {@link VirtualClock}, {@link Reports}, {@link Trail} or {@link Receiver}.
 *
 * <pre>{@code
 * @ExtendWith(LoopExtension.class)
 * class CacheTest {
 *   @Test
 *   void expiresAfterAnHour(Runner runner) throws Exception {
 *     runner.run(() -> {
 *       cache.put("a", 1);
 *       sleep(ofHours(1)).await();
 *       assertThat(cache.get("a")).isNull();
 *     });
 *   }
 * }
 * }</pre>
 *
 * <p>A test fails if its loop reported an error to the exception handler and the test did not look
 * at it through {@link Reports}.
 */
public final class LoopExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(LoopExtension.class);

  private static final Set<Class<?>> PARAMETERS =
      Set.of(
          Runner.class,
          EventLoop.class,
          VirtualClock.class,
          Reports.class,
          Trail.class,
          Receiver.class);

  /** Creates the extension; JUnit does. */
  public LoopExtension() {}

  /** What a loop reported to its exception handler. */
  public static final class Reports {
    private final List<ExceptionContext> reports = new CopyOnWriteArrayList<>();

    private Reports() {}

    /** Returns the reports so far and takes them off: the test has looked at them. */
    public List<ExceptionContext> take() {
      List<ExceptionContext> taken = List.copyOf(reports);
      reports.removeAll(taken);
      return taken;
    }

    /** Returns the messages of the reports so far and takes the reports off. */
    public List<String> takeMessages() {
      return take().stream().map(ExceptionContext::message).toList();
    }
  }

  /** One test's loop and what belongs to it. */
  private static final class Fixture {
    final VirtualClock clock = new VirtualClock();
    final Trail trail = new Trail();
    final Reports reports = new Reports();
    final Runner runner = new Runner(this::newLoop);

    private EventLoop newLoop() {
      EventLoop loop = Asyncio.newEventLoop(LoopConfig.DEFAULT.withBackend(clock));
      loop.setExceptionHandler((where, report) -> reports.reports.add(report));
      return loop;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return PARAMETERS.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Fixture fixture =
        context
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(Fixture.class, key -> new Fixture(), Fixture.class);
    Class<?> type = parameter.getParameter().getType();
    if (type == Runner.class) {
      return fixture.runner;
    } else if (type == EventLoop.class) {
      return fixture.runner.getLoop();
    } else if (type == VirtualClock.class) {
      return fixture.clock;
    } else if (type == Reports.class) {
      return fixture.reports;
    } else if (type == Receiver.class) {
      return new Receiver(fixture.trail);
    }
    return fixture.trail;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Fixture fixture = context.getStore(NAMESPACE).remove(Fixture.class, Fixture.class);
    if (fixture == null) {
      return;
    }
    fixture.runner.close();
    List<ExceptionContext> unseen = fixture.reports.take();
    if (!unseen.isEmpty()) {
      AssertionError error = new AssertionError("reported, and not looked at: " + unseen);
      for (ExceptionContext report : unseen) {
        if (report.exception() != null) {
          error.addSuppressed(report.exception());
        }
      }
      throw error;
    }
  }
}
