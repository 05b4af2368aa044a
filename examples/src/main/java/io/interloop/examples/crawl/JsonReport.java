// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report for programs: the fields of {@link Report}. */
final class JsonReport {

  private JsonReport() {}

  /** Refuses a file that cannot be written, before there is anything to lose. */
  static void check(Path file) throws BadInput {
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || directory == null) {
      throw new BadInput("cannot write to " + file + ": it is a directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new BadInput("cannot write to " + file + ": there is no directory " + directory);
    }
    if (!Files.isWritable(Files.exists(file) ? file : directory)) {
      throw new BadInput("cannot write to " + file + ": permission denied");
    }
  }

  static void write(Report report, Path file) throws BadInput {
    try {
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValue(file.toFile(), report);
    } catch (IOException failure) {
      throw new BadInput("cannot write to " + file + ": " + failure.getMessage());
    }
  }
}
