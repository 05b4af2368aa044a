// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.spi.ItemBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemBufferTest {
  private final ItemBuffer<Integer> buffer = new ItemBuffer<>();

  @Test
  void anEmptyBufferHasNothing() {
    assertThat(buffer.poll()).isNull();
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.size()).isZero();
  }

  @Test
  void manyItemsComeOutInTheirOrder() {
    List<Integer> numbers = IntStream.range(0, 10_000).boxed().toList();
    numbers.forEach(buffer::add);
    assertThat(buffer.size()).isEqualTo(10_000);
    List<Integer> taken = new ArrayList<>();
    buffer.drainTo(taken::add);
    assertThat(taken).isEqualTo(numbers);
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void whatIsPutInWhileItIsDrainedComesOutToo() {
    List<Integer> taken = new ArrayList<>();
    buffer.add(5);
    buffer.drainTo(item -> {
      taken.add(item);
      if (item > 0) {
        buffer.add(item - 1);
      }
    });
    assertThat(taken).containsExactly(5, 4, 3, 2, 1, 0);
  }

  @Test
  void anItemThatIsGivenBackIsTheNextOne() {
    IntStream.range(0, 100).forEach(buffer::add);
    for (int i = 0; i < 100; i++) {
      Integer item = buffer.poll();
      assertThat(item).isEqualTo(i);
      buffer.giveBack(item);
      assertThat(buffer.poll()).isEqualTo(i);
    }
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void itDoesWhatADequeDoesWhateverTheOrderOfTheCalls() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      ArrayDeque<Integer> model = new ArrayDeque<>();
      int taking = 1 + random.nextInt(9);
      for (int step = 0; step < 5000; step++) {
        int what = random.nextInt(10);
        if (what < taking) {
          assertThat(buffer.poll()).isEqualTo(model.poll());
        } else if (what == 9) {
          buffer.giveBack(step);
          model.addFirst(step);
        } else {
          buffer.add(step);
          model.add(step);
        }
        assertThat(buffer.size()).isEqualTo(model.size());
      }
      List<Integer> left = new ArrayList<>();
      buffer.drainTo(left::add);
      assertThat(left).containsExactlyElementsOf(model);
    }
  }
}
