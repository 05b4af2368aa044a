// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.Conversions;
import java.io.File;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The same jars on a class path, where no module descriptor says what provides what. */
class ClassPathTest {

  @Test
  void theAdaptersAreFoundOnTheClassPath() throws Exception {
    // No parent: the platform's loader knows the modules that are on the module path.
    try (URLClassLoader loader = new URLClassLoader(everything(), null)) {
      Class<?> conversions = loader.loadClass(Conversions.class.getName());
      Object installed = conversions.getMethod("installed").invoke(null);

      assertThat(conversions.getModule().isNamed()).isFalse();
      assertThat(conversions).isNotSameAs(Conversions.class);
      assertThat(((List<?>) conversions.getMethod("types").invoke(installed)))
          .hasSameSizeAs(Conversions.installed().types());
    }
  }

  private static URL[] everything() throws Exception {
    Set<URI> places = new LinkedHashSet<>();
    ModuleLayer.boot().configuration().modules().stream()
        .map(ResolvedModule::reference)
        .map(ModuleReference::location)
        .forEach(location ->
            location.filter(uri -> uri.getScheme().equals("file")).ifPresent(places::add));
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      places.add(Path.of(path).toUri());
    }
    URL[] urls = new URL[places.size()];
    int count = 0;
    for (URI place : places) {
      urls[count++] = place.toURL();
    }
    return urls;
  }
}
