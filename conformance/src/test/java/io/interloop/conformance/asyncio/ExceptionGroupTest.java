// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interloop.ExceptionGroup;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Python's exception groups. */
class ExceptionGroupTest {
  private final IOException io = new IOException("io");
  private final FileNotFoundException notFound = new FileNotFoundException("not found");
  private final IllegalStateException state = new IllegalStateException("state");
  private final ExceptionGroup inner = new ExceptionGroup("inner", List.of(notFound, state));
  private final ExceptionGroup group = new ExceptionGroup("outer", List.of(io, inner));

  @Test
  void splitPartsTheFailuresOfATypeFromTheOthersNestedAsTheyWere() {
    ExceptionGroup.Split split = group.split(IOException.class);

    assertThat(split.match().exceptions().get(0)).isSameAs(io);
    assertThat(((ExceptionGroup) split.match().exceptions().get(1)).exceptions())
        .containsExactly(notFound);
    assertThat(((ExceptionGroup) split.rest().exceptions().get(0)).exceptions())
        .containsExactly(state);
    assertThat(split.match()).hasMessage("outer (2 sub-exceptions)");
    assertThat(split.rest().getStackTrace()).isEqualTo(group.getStackTrace());
  }

  @Test
  void splitIsNullOnTheSideWhereThereIsNothing() {
    assertThat(group.split(Throwable.class).match()).isSameAs(group);
    assertThat(group.split(Throwable.class).rest()).isNull();
    assertThat(group.split(ArithmeticException.class).match()).isNull();
    assertThat(group.subgroup(ArithmeticException.class)).isNull();
    assertThat(group.subgroup(failure -> failure == state).exceptions()).hasSize(1);
  }

  @Test
  void aSubclassDerivesItsOwnKind() {
    class Named extends ExceptionGroup {
      private static final long serialVersionUID = 1L;

      Named(List<? extends Throwable> exceptions) {
        super("named", exceptions);
      }

      @Override
      public ExceptionGroup derive(List<? extends Throwable> exceptions) {
        return new Named(exceptions);
      }
    }

    assertThat(new Named(List.of(io, state)).subgroup(IOException.class)).isInstanceOf(Named.class);
  }

  @Test
  void anEmptyGroupIsRefused() {
    assertThatThrownBy(() -> new ExceptionGroup("empty", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
