// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** What the command's argument stands for: files to be served, or a site that is served already. */
sealed interface Site extends AutoCloseable {

  /** A page of RxJava's Javadoc, to find the jar by. */
  String DEFAULT_PAGE = "io/reactivex/rxjava3/core/Flowable.html";

  /** A site somewhere on the net. */
  record Remote(URI start) implements Site {
    @Override
    public String name() {
      return start.toString();
    }

    @Override
    public URI home() {
      return start;
    }

    @Override
    public void close() {}
  }

  /**
   * A directory, or a jar opened as one.
   *
   * @param name what the user calls it
   * @param root where its index.html is
   * @param jar the jar, to be closed at the end, or null for a directory
   */
  record Local(String name, Path root, @Nullable FileSystem jar) implements Site {
    @Override
    public URI home() {
      return URI.create("http://127.0.0.1/");
    }

    @Override
    public void close() throws IOException {
      if (jar != null) {
        jar.close();
      }
    }
  }

  /** Returns what the user calls the site. */
  String name();

  /** Returns where the site is; of files, where it is about to be. */
  URI home();

  @Override
  void close() throws IOException;

  /**
   * Returns the site that an argument names.
   *
   * @param argument a directory, a jar or an address; null for RxJava's Javadoc
   */
  static Site of(@Nullable String argument) throws BadInput, IOException {
    if (argument == null) {
      return jar(defaultJar());
    }
    if (argument.isBlank()) {
      throw new BadInput("the name of the site is empty");
    }
    if (Address.isHttp(argument)) {
      return remote(argument);
    }
    if (argument.matches("[A-Za-z][A-Za-z0-9+.-]+:.*") && !Files.exists(path(argument))) {
      throw new BadInput("not an http or https address: " + argument);
    }
    Path path = path(argument);
    if (Files.isDirectory(path)) {
      return local(path, path.toAbsolutePath().normalize(), null);
    }
    if (!Files.exists(path)) {
      throw new BadInput("no such file or directory: " + argument);
    }
    return jar(path);
  }

  private static Path path(String argument) throws BadInput {
    try {
      return Path.of(argument);
    } catch (InvalidPathException failure) {
      throw new BadInput("neither an address nor a path: " + argument);
    }
  }

  private static Site remote(String argument) throws BadInput {
    try {
      URI start = Address.of(argument);
      if (start.getHost() == null) {
        throw new BadInput("malformed address: " + argument + " (no host name)");
      }
      return new Remote(start);
    } catch (URISyntaxException failure) {
      throw new BadInput("malformed address: " + argument + " (" + failure.getReason() + ")");
    }
  }

  private static Site jar(Path path) throws BadInput, IOException {
    FileSystem jar;
    try {
      jar = FileSystems.newFileSystem(path);
    } catch (ProviderNotFoundException | ZipException failure) {
      throw new BadInput("neither a directory nor a jar: " + path);
    }
    try {
      return local(path, jar.getPath("/"), jar);
    } catch (BadInput failure) {
      jar.close();
      throw failure;
    }
  }

  private static Site local(Path path, Path root, @Nullable FileSystem jar) throws BadInput {
    if (!Files.isRegularFile(root.resolve("index.html"))) {
      throw new BadInput("no index.html to start from in " + path);
    }
    Path name = path.toAbsolutePath().normalize().getFileName();
    return new Local(name == null ? path.toString() : name.toString(), root, jar);
  }

  private static Path defaultJar() throws BadInput, IOException {
    URL page = Site.class.getClassLoader().getResource(DEFAULT_PAGE);
    if (page == null || !(page.openConnection() instanceof JarURLConnection connection)) {
      throw new BadInput("RxJava's Javadoc is not on the class path: name a site to crawl");
    }
    return Path.of(URI.create(connection.getJarFileURL().toString()));
  }
}
