// SPDX-License-Identifier: Apache-2.0
package io.interloop.conformance;

import java.util.List;

/**
 * One statement of a program.
 *
 * <p>A statement is a JSON array: its name, then its arguments. The name is the record's, in snake
 * case, and the arguments are the record's components, in order; one that may be null may be left
 * out at the end. {@link StatementReader} relies on that.
 */
sealed interface Statement permits Immediate, Suspending, Statement.Reraise {

  /** Raises the caught exception again; only a handler knows which. */
  record Reraise() implements Statement {}

  /** What a {@code try} does with the exceptions of a kind. */
  record Handler(String kind, List<Statement> body) {}
}
