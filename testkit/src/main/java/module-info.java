// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Virtual time for loops under test, a JUnit extension, and the contract that adapters pass. */
@NullMarked
module io.interloop.testkit {
  requires transitive io.interloop.asyncio;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires transitive org.assertj.core;
  requires java.net.http;
  requires jdk.httpserver;
  requires static org.reactivestreams.tck;
  requires static org.reactivestreams;
  requires static org.testng;
  requires static transitive org.jspecify;
  requires static transitive com.google.errorprone.annotations;

  exports io.interloop.testkit;
  exports io.interloop.testkit.tck;
}
