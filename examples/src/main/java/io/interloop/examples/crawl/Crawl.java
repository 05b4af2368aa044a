// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import io.interloop.KeyboardInterrupt;
import io.interloop.asyncio.Asyncio;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command: reads the options, runs the loop, prints the report. */
@Command(
    name = "crawl",
    sortOptions = false,
    description = "Visits every page of a site and reports the links that are broken.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the crawl came to its end",
      "1:--fail-on-broken, and there were broken links",
      "2:there was nothing to crawl, or an option was wrong",
      "70:a defect of the crawler",
      "130:interrupted by Ctrl-C; the report shows what was found so far"
    })
final class Crawl implements Callable<Integer> {
  private static final int MOST_REQUESTS = 1000;

  private static final int BROKEN = 1;
  private static final int BAD_INPUT = 2;
  private static final int SOFTWARE = 70;
  private static final int INTERRUPTED = 130;

  @Parameters(
      paramLabel = "SITE",
      arity = "0..1",
      description =
          "A directory, a jar (such as a Javadoc jar), or an http(s) address."
              + " Default: RxJava's Javadoc.")
  private @Nullable String argument;

  @Option(
      names = {"-c", "--concurrency"},
      paramLabel = "N",
      defaultValue = "16",
      description = "Requests at the same time (${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Time.class,
      description = "How long one request may take, such as 500ms, 10s or 2m (${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Visit at most N addresses. Default: all.")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--external", description = "Check the links to other hosts as well.")
  private boolean external;

  @Option(
      names = "--ignore-query",
      description =
          "Take addresses that differ after the question mark for one page;"
              + " with a directory or a jar they are.")
  private boolean ignoreQuery;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report to a file as JSON, too.")
  private @Nullable Path json;

  @Option(names = "--fail-on-broken", description = "End with exit code 1 if links are broken.")
  private boolean failOnBroken;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and end.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  /** Runs the command and ends the JVM. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Crawl())
        .setParameterExceptionHandler((failure, arguments) -> refuse(failure))
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          failure.printStackTrace(command.getErr());
          return SOFTWARE;
        });
  }

  private static int refuse(ParameterException failure) {
    complain(failure.getCommandLine(), failure.getMessage() + " (--help lists the options)");
    return BAD_INPUT;
  }

  private static void complain(CommandLine command, String message) {
    command.getErr().println("crawl: " + message);
    command.getErr().flush();
  }

  @Override
  public Integer call() throws Exception {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    if (concurrency < 1 || concurrency > MOST_REQUESTS) {
      throw new ParameterException(
          command, "--concurrency must be from 1 to " + MOST_REQUESTS + ", not " + concurrency);
    }
    if (limit < 1) {
      throw new ParameterException(command, "--limit must be 1 or more, not " + limit);
    }
    try {
      if (json != null) {
        JsonReport.check(json);
      }
      try (Site site = Site.of(argument)) {
        return crawl(site, command.getOut(), command.getErr());
      }
    } catch (BadInput failure) {
      complain(command, failure.complaint());
      return BAD_INPUT;
    }
  }

  private int crawl(Site site, PrintWriter out, PrintWriter err) throws Exception {
    boolean files = site instanceof Site.Local;
    Scope scope = new Scope(site.home(), external, ignoreQuery || files, limit);
    Findings findings = new Findings(scope);
    long began = System.nanoTime();
    boolean complete = true;
    try (Progress progress = Progress.of(err)) {
      Asyncio.run(() -> serveAndCrawl(site, scope, findings, progress));
    } catch (KeyboardInterrupt interrupt) {
      complete = false;
    }
    Duration time = Duration.ofNanos(System.nanoTime() - began);
    Report report = Report.of(site, findings, time, complete);
    TextReport.print(report, out);
    if (json != null) {
      JsonReport.write(report, json);
    }
    boolean broken = failOnBroken && !report.brokenLinks().isEmpty();
    return complete ? (broken ? BROKEN : 0) : INTERRUPTED;
  }

  /** The main coroutine. */
  private void serveAndCrawl(Site site, Scope scope, Findings findings, Progress progress)
      throws Exception {
    try (Fetcher fetcher = new Fetcher(concurrency, timeout)) {
      switch (site) {
        case Site.Remote remote ->
            new Crawler(fetcher, concurrency, scope, findings, progress).crawl();
        case Site.Local local -> {
          SiteServer server = SiteServer.start(local.root()).await();
          try {
            Scope served = scope.movedTo(server.start());
            new Crawler(fetcher, concurrency, served, findings, progress).crawl();
          } finally {
            server.stop().await();
          }
        }
      }
    }
  }
}
