// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that may suspend, fit for coroutines only; {@link Coroutines} executes it. */
sealed interface Suspending extends Statement {

  record Sleep(Duration delay) implements Suspending {}

  record Await(String item) implements Suspending {}

  record Wait(List<String> variables, String returnWhen, @Nullable Duration timeout)
      implements Suspending {}

  record WaitFor(String item, @Nullable Duration timeout) implements Suspending {}

  record Acquire(String variable) implements Suspending {}

  record With(String variable, List<Statement> body) implements Suspending {}

  record EventWait(String variable) implements Suspending {}

  record ConditionWait(String variable) implements Suspending {}

  record BarrierWait(String variable) implements Suspending {}

  record BarrierReset(String variable) implements Suspending {}

  record BarrierAbort(String variable) implements Suspending {}

  record Put(String variable, @Nullable Object value) implements Suspending {}

  record Get(String variable) implements Suspending {}

  record Join(String variable) implements Suspending {}

  record Timeout(String variable, @Nullable Duration delay, List<Statement> body)
      implements Suspending {}

  record Group(String variable, List<Statement> body) implements Suspending {}

  record Repeat(int times, List<Statement> body) implements Suspending {}

  record Try(List<Statement> body, List<Handler> handlers, @Nullable List<Statement> last)
      implements Suspending {}
}
