// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.Context;
import io.interloop.ContextVar;
import io.interloop.ContextVar.Token;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Python's contextvars, outside a loop. */
class ContextVarTest {
  private final ContextVar<String> plain = ContextVar.of("plain");
  private final ContextVar<String> withDefault = ContextVar.withDefault("other", "default");

  @Test
  void aVariableThatIsNotSetHasItsDefaultOrFails() {
    assertThat(withDefault.get()).isEqualTo("default");
    assertThat(withDefault.orElse("else")).isEqualTo("default");
    assertThat(plain.orElse("else")).isEqualTo("else");
    assertThatThrownBy(plain::get)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("plain");
  }

  @Test
  void aTokenTakesTheVariableBack() {
    Token<String> first = plain.set("first");
    Token<String> second = plain.set("second");

    assertThat(second.oldValue()).isEqualTo("first");
    plain.reset(second);
    assertThat(plain.get()).isEqualTo("first");
    plain.reset(first);
    assertThat(plain.orElse(null)).isNull();
  }

  @Test
  void aTokenIsUsedOnceByItsVariableInItsContext() throws Exception {
    Token<String> token = plain.set("set");
    assertThatThrownBy(() -> withDefault.reset(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("different ContextVar");
    new Context()
        .run(() ->
            assertThatThrownBy(() -> plain.reset(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different Context"));
    plain.reset(token);
    assertThatThrownBy(() -> plain.reset(token))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already been used");
  }

  @Test
  void whatIsSetInACopyStaysThere() throws Exception {
    plain.set("outside");
    Context copy = Context.copyOfCurrent();
    String inside =
        copy.run(() -> {
          plain.set("inside");
          return plain.get();
        });

    assertThat(inside).isEqualTo("inside");
    assertThat(plain.get()).isEqualTo("outside");
    assertThat(copy.get(plain)).isEqualTo("inside");
    assertThat(copy.contains(withDefault)).isFalse();
  }

  @Test
  void aContextCannotBeEnteredTwice() throws Exception {
    Context context = new Context();
    context.run(() ->
        assertThatThrownBy(() -> context.run(() -> 1))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("already entered"));
    assertThat(context.<Integer>run(() -> 1)).isEqualTo(1);
  }
}
