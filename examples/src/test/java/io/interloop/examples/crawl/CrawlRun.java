// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine;

/** One run of the command: its exit code, and what it wrote. */
record CrawlRun(int exitCode, String out, String err) {

  static CrawlRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Crawl.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    return new CrawlRun(command.execute(texts), out.toString(), err.toString());
  }

  /** Runs a crawl that ends well, and returns its JSON report. */
  static JsonNode report(Object... arguments) {
    try {
      Path file = Files.createTempFile("crawl", ".json");
      try {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        all.add(file);
        CrawlRun run = of(all.toArray());
        if (run.exitCode() != 0) {
          throw new AssertionError(run.toString());
        }
        return json(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  /** Returns the broken links of a report: "KIND target: reason, from page page". */
  static List<String> broken(JsonNode report) {
    return elements(report.get("brokenLinks")).stream()
        .map(link ->
            "%s %s: %s, from %s"
                .formatted(
                    link.get("kind").asText(),
                    link.get("target").asText(),
                    link.get("reason").asText(),
                    String.join(
                        " ", elements(link.get("pages")).stream().map(JsonNode::asText).toList())))
        .toList();
  }

  static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
