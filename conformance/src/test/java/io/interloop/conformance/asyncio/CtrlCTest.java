// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static io.interloop.asyncio.Asyncio.getRunningLoop;
import static io.interloop.asyncio.Asyncio.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.KeyboardInterrupt;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Ctrl-C, with a JVM of its own to press it in. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill -INT")
class CtrlCTest {

  /** What runs in the other JVM. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws Exception {
      boolean stubborn = arguments.length > 0;
      try {
        run(() -> {
          try {
            System.out.println("ready");
            getRunningLoop().createPromise().await();
          } finally {
            System.out.println("cleaned up");
            if (stubborn) {
              getRunningLoop().createPromise().await();
            }
          }
        });
      } catch (KeyboardInterrupt interrupt) {
        System.out.println("interrupted");
        System.exit(130);
      }
    }
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", classPath(), Program.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Wherever the classes are, on the class path or on the module path. */
  private static String classPath() {
    return String.join(
        System.getProperty("path.separator"),
        System.getProperty("java.class.path"),
        System.getProperty("jdk.module.path", ""),
        CtrlCTest.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
        System.getProperty("surefire.test.class.path", ""));
  }

  private static void pressCtrlC(Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void theFirstCancelsTheMainTaskAndItsCleanupRuns() throws Exception {
    Process process = start();
    try (BufferedReader output = process.inputReader(UTF_8)) {
      assertThat(output.readLine()).isEqualTo("ready");
      pressCtrlC(process);
      assertThat(output.lines()).containsExactly("cleaned up", "interrupted");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theSecondEndsTheProgramAtOnce() throws Exception {
    Process process = start("stubborn");
    try (BufferedReader output = process.inputReader(UTF_8)) {
      assertThat(output.readLine()).isEqualTo("ready");
      pressCtrlC(process);
      assertThat(output.readLine()).isEqualTo("cleaned up");
      pressCtrlC(process);
      assertThat(output.lines()).isEmpty();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
  }
}
