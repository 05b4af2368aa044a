// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import io.interloop.benchmarks.Results.Figure;
import io.interloop.benchmarks.Results.Measured;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures rows, one after the other, and all peers of a row in turn. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Interloop beside its peers.")
final class Suite implements Callable<Integer> {
  @Option(names = "--out", description = "where results.json and the report are (and go)")
  private Path out = Path.of("docs", "benchmarks");

  @Option(names = "--rows", description = "only rows in whose id this pattern is found")
  private Pattern rows = Pattern.compile("");

  @Option(names = "--peers", split = ",", description = "only these: ${COMPLETION-CANDIDATES}")
  private Set<Peer> peers = EnumSet.allOf(Peer.class);

  @Option(names = "--quick", description = "the rows of the quick look, with less effort")
  private boolean quick;

  @Option(names = "--effort", description = "${COMPLETION-CANDIDATES}")
  private @Nullable Effort effort;

  @Option(names = "--python", description = "a CPython interpreter")
  private String python = "python3";

  @Option(names = "--uvloop", description = "a CPython interpreter that has uvloop")
  private @Nullable String uvloop;

  @Option(
      names = "--profile",
      description = "a profiler of JMH's and its options, such as jfr:dir=target")
  private @Nullable String profiler;

  @Option(names = "--report", description = "only write the report again")
  private boolean reportOnly;

  private final Map<Peer, Python> pythons = new EnumMap<>(Peer.class);

  private Suite() {}

  /** Runs the command line. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Suite())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOverwrittenOptionsAllowed(true) // the build gives an --out, too
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (!reportOnly) {
      measureAll();
    }
    new Report(Results.read(out)).write(out);
    System.out.println("Report: " + out.resolve("README.md").toAbsolutePath());
    return 0;
  }

  private void measureAll() throws Exception {
    find(Peer.CPYTHON, python, "asyncio");
    find(Peer.UVLOOP, uvloop != null ? uvloop : python, "uvloop");
    List<Row> chosen =
        Rows.all(Scale.FULL).stream()
            .filter(row -> rows.matcher(row.id()).find() && (row.quick() || !quick))
            .toList();
    for (Row row : chosen) {
      Measured measured = measure(row);
      System.out.println(Table.line(measured));
      // Row by row, so that a run that is stopped leaves what it has.
      Results.read(out).with(measured).write(out);
    }
  }

  private void find(Peer peer, String executable, String loop) {
    Python found = Python.find(executable, loop);
    if (found != null && peers.contains(peer)) {
      pythons.put(peer, found);
    }
  }

  private Measured measure(Row row) throws Exception {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Map<Peer, Figure> figures = new EnumMap<>(Peer.class);
    ClassPath.use(row);
    for (Peer peer : new TreeMap<>(row.peers()).keySet()) {
      if (peers.contains(peer)) {
        figures.put(peer, figure(row, peer));
      }
    }
    if (row.script() != null) {
      for (Map.Entry<Peer, Python> one : pythons.entrySet()) {
        figures.put(one.getKey(), figure(row, one.getValue()));
      }
    }
    return new Measured(
        row.id(),
        row.title(),
        row.metric().unit(),
        effort(),
        ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm")),
        load,
        machine(),
        figures);
  }

  private Effort effort() {
    return effort != null ? effort : quick ? Effort.QUICK : Effort.WHOLE;
  }

  private Figure figure(Row row, Peer peer)
      throws RunnerException, IOException, InterruptedException {
    if (row.metric() == Metric.TIME) {
      return Stopwatch.time(row, peer, effort(), profiler);
    }
    double[] figures = new double[effort().forks];
    for (int i = 0; i < figures.length; i++) {
      figures[i] = Probe.measure(row, peer);
    }
    return Stopwatch.summary(figures, null, 1);
  }

  private Figure figure(Row row, Python python) throws IOException {
    Python.Answer answer = python.run(row, effort().rounds);
    if (row.metric() != Metric.TIME) {
      return new Figure(answer.result(), null, null, null);
    }
    row.check(answer.result());
    double[] nanos = answer.nanos().stream().mapToDouble(one -> one).toArray();
    return Stopwatch.summary(nanos, answer.bestNanos() / row.operations(), row.operations());
  }

  private Map<String, String> machine() throws IOException {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("processor", processor());
    machine.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put(
        "jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    pythons.forEach((peer, python) -> machine.put(peer.label(), python.version()));
    return machine;
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.exists(info)) {
      return System.getProperty("os.arch");
    }
    try (var lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }
}
