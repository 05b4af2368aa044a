// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance.asyncio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.EventLoop;
import io.interloop.asyncio.Asyncio;
import io.interloop.asyncio.EngineKind;
import java.io.File;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Which engine a JVM gets, by how it was started: in real JVMs. */
@DisabledIfSystemProperty(
    named = EngineKind.PROPERTY,
    matches = "mounted",
    disabledReason = "the JVMs under test are others, and get their own flags")
class EngineChoiceTest {
  private static final String EXPORT = "--add-exports=java.base/jdk.internal.vm=";
  private static final String MAIN = WhichEngine.class.getName();

  private static final Path API = locationOf(EventLoop.class);
  private static final Path LOOP = locationOf(Asyncio.class);
  private static final Path TESTS = locationOf(WhichEngine.class);

  private static final String CLASS_PATH = join(API, LOOP, TESTS);

  @TempDir Path directory;

  private static Path locationOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static String join(Path... paths) {
    return String.join(File.pathSeparator, List.of(paths).stream().map(Path::toString).toList());
  }

  private static String java(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output.strip();
  }

  private static String onTheClassPath(String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(flags));
    arguments.addAll(List.of("-cp", CLASS_PATH, MAIN));
    return java(arguments.toArray(String[]::new));
  }

  private static String onTheModulePath(String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(flags));
    arguments.addAll(
        List.of(
            "--module-path",
            join(API, LOOP),
            "--add-modules=io.interloop.asyncio",
            "-cp",
            TESTS.toString(),
            MAIN));
    return java(arguments.toArray(String[]::new));
  }

  @Test
  void withoutAFlagItIsHandoff() throws Exception {
    assertThat(onTheClassPath()).isEqualTo("handoff");
  }

  @Test
  void withTheExportItIsMounted() throws Exception {
    assertThat(onTheClassPath(EXPORT + "ALL-UNNAMED")).isEqualTo("mounted");
  }

  @Test
  void onTheModulePathTheExportNamesTheModule() throws Exception {
    assertThat(onTheModulePath(EXPORT + "io.interloop.asyncio")).isEqualTo("mounted");
    assertThat(onTheModulePath(EXPORT + "ALL-UNNAMED")).isEqualTo("handoff");
  }

  @Test
  void aLineInTheManifestOfAnExecutableJarIsEnough() throws Exception {
    Path jar = directory.resolve("app.jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, MAIN);
    attributes.put(
        Attributes.Name.CLASS_PATH,
        String.join(" ", List.of(API, LOOP, TESTS).stream().map(p -> p.toUri() + "").toList()));
    attributes.putValue("Add-Exports", "java.base/jdk.internal.vm");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.finish();
    }

    assertThat(java("-jar", jar.toString())).isEqualTo("mounted");
  }

  @Test
  void theSwitchNamesTheEngine() throws Exception {
    assertThat(onTheClassPath(EXPORT + "ALL-UNNAMED", "-Dinterloop.engine=handoff"))
        .isEqualTo("handoff");
    assertThat(onTheClassPath("-Dinterloop.engine=fast"))
        .isEqualTo("-Dinterloop.engine=fast names no engine: use handoff or mounted");
  }

  @Test
  void whoAsksForTheMountedEngineInVainIsToldHowToGetIt() throws Exception {
    assertThat(onTheClassPath("-Dinterloop.engine=mounted"))
        .startsWith("the mounted engine needs the JVM's continuations")
        .contains("--add-exports java.base/jdk.internal.vm=ALL-UNNAMED");
    assertThat(onTheModulePath("-Dinterloop.engine=mounted"))
        .contains("--add-exports java.base/jdk.internal.vm=io.interloop.asyncio");
  }
}
