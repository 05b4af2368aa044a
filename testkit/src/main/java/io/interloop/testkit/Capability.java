// SPDX-License-Identifier: Apache-2.0
package io.interloop.testkit;

/**
 * What not every foreign type can do. An adapter's test names those its type lacks, each with the
 * reason; the contract's tests that need them are then skipped, and the reason is shown.
 */
public enum Capability {
  /** It carries a value; a type that only says "completed" does not. */
  VALUE,
  /** Null is a value of it. */
  NULL,
  /** It may end without a value. */
  EMPTY,
  /** The hub's null can leave through it, as null or as its end without a value. */
  NULL_RESULT,
  /** It has a cancellation of its own, and the hub can use it. */
  CANCEL,
  /** It still signals after it was cancelled, if the source does not mind. */
  SIGNALS_AFTER_CANCEL,
  /** It starts anew for each subscription. */
  COLD,
  /** The consumer of its hot form only leaves; it does not cancel what others may await. */
  HOT_DETACHES,
  /** Several awaits share one source. */
  SHARED,
  /** Its signals are not tied to a thread of the loop's executor, which closes with the loop. */
  OUTLIVES_THE_LOOP,
  /** Its consumer says how many items it wants. */
  DEMAND,
  /** Its library has a hook for failures that nobody will see. */
  LIBRARY_HOOK
}
