// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import java.util.List;

/**
 * The foreign types that a library's adapter knows: a service that {@link java.util.ServiceLoader}
 * finds. An adapter of your own is found where its module says {@code provides
 * io.interloop.spi.ForeignTypes with ...}, or its jar names the class in {@code
 * META-INF/services/io.interloop.spi.ForeignTypes}.
 */
public interface ForeignTypes {

  /** Returns the types that convert. */
  List<ForeignType<?>> types();

  /** Returns the types by which work is cancelled that a task group adopts. */
  default List<ForeignHandle<?>> handles() {
    return List.of();
  }
}
