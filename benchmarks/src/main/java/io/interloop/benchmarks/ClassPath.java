// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.interloop.vertx.VertxAdapter;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The class path of a row's JVMs: what a program has that uses the libraries which the row is
 * about.
 *
 * <p>That is a matter of Vert.x's adapter. Where it is, every callback and every switch looks at
 * the current Vert.x context, in rows that have nothing to do with Vert.x, too.
 */
final class ClassPath {
  private static final String PROPERTY = "java.class.path";

  private static final String WHOLE = System.getProperty(PROPERTY);

  private ClassPath() {}

  /** Has JVMs that are started from now on, by JMH or by ourselves, get the class path of a row. */
  static void use(Row row) {
    System.setProperty(PROPERTY, of(row.id(), WHOLE));
  }

  /** Returns what a row needs of a class path. */
  static String of(String row, String whole) {
    if (row.contains("/Vertx-") || row.contains("/ReadStream-")) {
      return whole;
    }
    Path adapter = vertxAdapter();
    return Arrays.stream(whole.split(File.pathSeparator, -1))
        .filter(entry -> !Path.of(entry).toAbsolutePath().equals(adapter))
        .collect(Collectors.joining(File.pathSeparator));
  }

  static Path vertxAdapter() {
    try {
      return Path.of(
          VertxAdapter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
