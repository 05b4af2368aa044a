// SPDX-License-Identifier: Apache-2.0
package io.interloop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Several failures at once, in order. What a {@code TaskGroup} throws when its children, or its
 * body, failed.
 *
 * <p>Python's {@code except*} has no Java form; {@link #split} and {@link #subgroup} stand in for
 * it:
 *
 * <pre>{@code
 * try {
 *   taskGroup(group -> ...).await();
 * } catch (ExceptionGroup failures) {
 *   var split = failures.split(IOException.class);
 *   if (split.match() != null) retryLater(split.match());
 *   if (split.rest() != null) throw split.rest();
 * }
 * }</pre>
 *
 * <p>The exceptions are also this exception's suppressed ones, so that a printed stack trace shows
 * them all.
 *
 * @see <a href="https://docs.python.org/3/library/exceptions.html#exception-groups">Python:
 *     exception groups</a>
 */
public class ExceptionGroup extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // an immutable list of the JDK's
  private final List<Throwable> exceptions;

  private final String summary;

  /**
   * Creates a group.
   *
   * @param message what the failures have in common
   * @param exceptions the failures, in order; at least one
   */
  @SuppressWarnings("this-escape") // addSuppressed is final
  public ExceptionGroup(String message, List<? extends Throwable> exceptions) {
    super(message + " (" + count(exceptions.size()) + ")");
    if (exceptions.isEmpty()) {
      throw new IllegalArgumentException("an ExceptionGroup needs at least one exception");
    }
    this.summary = message;
    this.exceptions = List.copyOf(exceptions);
    this.exceptions.forEach(this::addSuppressed);
  }

  private static String count(int size) {
    return size + (size == 1 ? " sub-exception" : " sub-exceptions");
  }

  /**
   * Returns the message the group was made with, without the count that {@link #getMessage} adds.
   */
  public String summary() {
    return summary;
  }

  /** Returns the failures, in order; an unmodifiable list of at least one. */
  public List<Throwable> exceptions() {
    return exceptions;
  }

  /**
   * Makes a group like this one of other failures; {@link #split} and {@link #subgroup} call it.
   * Override it in a subclass to have them return that class.
   *
   * @param exceptions the failures of the new group
   * @return the new group
   */
  public ExceptionGroup derive(List<? extends Throwable> exceptions) {
    return new ExceptionGroup(summary, exceptions);
  }

  /**
   * Returns the failures of a type, nested as they are here.
   *
   * @param type the type to look for
   * @return a group of them, or null if there is none; this group itself if all are
   */
  public @Nullable ExceptionGroup subgroup(Class<? extends Throwable> type) {
    return split(type).match();
  }

  /**
   * Returns the failures that match, nested as they are here. The predicate is asked about this
   * group first, then about its members.
   *
   * @param predicate says which
   * @return a group of them, or null if there is none; this group itself if all are
   */
  public @Nullable ExceptionGroup subgroup(Predicate<? super Throwable> predicate) {
    return split(predicate).match();
  }

  /**
   * Parts the failures of a type from the others.
   *
   * @param type the type to look for
   * @return the two parts
   */
  public Split split(Class<? extends Throwable> type) {
    return split(type::isInstance);
  }

  /**
   * Parts the failures that match from the others, nested as they are here.
   *
   * @param predicate says which; asked about this group first, then about its members
   * @return the two parts
   */
  public Split split(Predicate<? super Throwable> predicate) {
    if (predicate.test(this)) {
      return new Split(this, null);
    }
    List<Throwable> match = new ArrayList<>();
    List<Throwable> rest = new ArrayList<>();
    for (Throwable exception : exceptions) {
      if (exception instanceof ExceptionGroup group) {
        Split inner = group.split(predicate);
        addIfPresent(match, inner.match());
        addIfPresent(rest, inner.rest());
      } else {
        (predicate.test(exception) ? match : rest).add(exception);
      }
    }
    return new Split(part(match), part(rest));
  }

  private static void addIfPresent(List<Throwable> list, @Nullable ExceptionGroup group) {
    if (group != null) {
      list.add(group);
    }
  }

  private @Nullable ExceptionGroup part(List<Throwable> members) {
    if (members.isEmpty()) {
      return null;
    }
    ExceptionGroup part = derive(members);
    part.setStackTrace(getStackTrace());
    if (getCause() != null && part.getCause() == null) {
      part.initCause(getCause());
    }
    return part;
  }

  /**
   * The two parts of a group.
   *
   * @param match the failures that matched, or null if none did
   * @param rest the others, or null if there are none
   */
  public record Split(@Nullable ExceptionGroup match, @Nullable ExceptionGroup rest) {}
}
