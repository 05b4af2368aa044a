// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** asyncio for Java: the loop, its tasks, and asyncio's locks, queues and groups. */
@NullMarked
module io.interloop.asyncio {
  requires transitive io.interloop;
  requires static transitive org.jspecify;
  requires static transitive com.google.errorprone.annotations;
  // sun.misc.Signal, for Ctrl-C.
  requires jdk.unsupported;
  // For Hosts.swing() alone.
  requires static java.desktop;

  exports io.interloop.asyncio;
}
