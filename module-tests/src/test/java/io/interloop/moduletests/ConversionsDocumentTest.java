// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.asyncio.Runner;
import io.interloop.testkit.LoopExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The document says what the adapters say, and what conversions do. */
@ExtendWith(LoopExtension.class)
class ConversionsDocumentTest {

  @Test
  void theDocumentIsWhatWouldBeWrittenNow(Runner runner) throws Exception {
    Path document = Path.of("").toAbsolutePath().resolveSibling("docs/CONVERSIONS.md");
    String text = runner.run(() -> ConversionsDocument.text());
    if ("write".equals(System.getProperty("interloop.docs"))) {
      Files.writeString(document, text);
    }

    assertThat(Files.readString(document))
        .as("to write it again: " + ConversionsDocument.COMMAND)
        .isEqualTo(text);
  }
}
