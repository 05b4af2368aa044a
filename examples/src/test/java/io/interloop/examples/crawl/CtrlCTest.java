// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, in a JVM of its own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill command to send the signal")
class CtrlCTest {
  private static final int PATIENCE = 60;

  @TempDir private Path directory;

  @Test
  void whatWasFoundSoFarIsReported() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    try (TestSite site = new TestSite()) {
      site.page("/", "<a href='/a#nowhere'>1</a>");
      site.page("/a", "<a href=/silence>1</a>");
      site.on(
          "/silence",
          exchange -> {
            stuck.countDown();
            site.awaitEnd();
          });
      Process crawl = start(site.address("/"), "--timeout=10m", "--json=report.json");
      try {
        assertThat(stuck.await(PATIENCE, SECONDS)).isTrue();
        assertThat(run("kill", "-INT", Long.toString(crawl.pid()))).isZero();
        assertThat(crawl.waitFor(PATIENCE, SECONDS)).isTrue();
      } finally {
        crawl.destroyForcibly();
      }

      assertThat(crawl.exitValue()).isEqualTo(130);
      assertThat(Files.readAllLines(directory.resolve("out")))
          .containsSequence(
              "Broken links", "  /a#nowhere", "    no such place on the page", "    named by /")
          .containsSequence(
              site.address("/") + ": interrupted; this is what was found",
              "  pages      2, and 0 other files",
              "  links      2, 0 of them to other hosts",
              "  redirects  0",
              "  broken     1",
              "  unchecked  1 address");
      assertThat(Files.readString(directory.resolve("err"))).doesNotContain("Exception", "Error");
      assertThat(CrawlRun.json(directory.resolve("report.json")).get("complete").asBoolean())
          .isFalse();
    }
  }

  private Process start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    // Whoever runs this in the background may have the signal ignored, and a JVM then ignores it.
    List<String> listening = List.of("env", "--default-signal=INT");
    List<String> probe = new ArrayList<>(listening);
    probe.add("true");
    if (run(probe.toArray(String[]::new)) == 0) {
      command.addAll(listening);
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Crawl.class.getName()));
    command.addAll(List.of(arguments));
    return process(command).start();
  }

  private int run(String... command) throws IOException, InterruptedException {
    return process(List.of(command)).start().waitFor();
  }

  private ProcessBuilder process(List<String> command) {
    File out = directory.resolve("out").toFile();
    File err = directory.resolve("err").toFile();
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(out))
        .redirectError(ProcessBuilder.Redirect.appendTo(err));
  }
}
