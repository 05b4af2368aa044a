// SPDX-License-Identifier: Apache-2.0
package io.interloop.spi;

import java.util.Objects;

/**
 * What a foreign type is like. Begin with {@link #of}.
 *
 * @param name what the type is called in messages and tables: "Vert.x Future"
 * @param cardinality how many values
 * @param start when the work begins, and for whom
 * @param holdsNull whether null can be a value
 * @param cancellable whether there is a way to cancel the work
 * @param cancelling what cancels the work, "dispose()", or why nothing does
 * @param lastResort whether an object that is of another foreign type too is to count as that
 */
public record Traits(
    String name,
    Cardinality cardinality,
    Start start,
    boolean holdsNull,
    boolean cancellable,
    String cancelling,
    boolean lastResort) {

  /** Checks for null. */
  public Traits {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(cardinality, "cardinality");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(cancelling, "cancelling");
  }

  /**
   * Describes a type that can be cancelled and holds no null.
   *
   * @param name what to call it
   * @param cardinality how many values
   * @param start when the work begins
   * @param cancelling what cancels the work
   */
  public static Traits of(String name, Cardinality cardinality, Start start, String cancelling) {
    return new Traits(name, cardinality, start, false, true, cancelling, false);
  }

  /** Returns these traits of a type that can have the value null. */
  public Traits holdingNull() {
    return new Traits(name, cardinality, start, true, cancellable, cancelling, lastResort);
  }

  /**
   * Returns these traits of a type whose work cannot be cancelled.
   *
   * @param reason why
   */
  public Traits notCancellable(String reason) {
    return new Traits(name, cardinality, start, holdsNull, false, reason, lastResort);
  }

  /** Returns these traits of a type that counts only where no other does. */
  public Traits asLastResort() {
    return new Traits(name, cardinality, start, holdsNull, cancellable, cancelling, true);
  }
}
