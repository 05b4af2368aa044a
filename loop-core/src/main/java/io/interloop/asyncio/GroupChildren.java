// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

import io.interloop.Context;
import io.interloop.Task;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The children of a group that are not done, or done and not noticed yet; in the order of creation.
 *
 * <p>What will tell that a child is done is its link in the list: a set would hash each task and
 * keep an entry beside. A group may live long and have millions of children one after the other, so
 * each must go without a search.
 */
final class GroupChildren extends AbstractCollection<Task<?>> {
  private final Consumer<Task<?>> onDone;
  private @Nullable Child first;
  private @Nullable Child last;
  private int size;

  /** Creates an empty collection, which hands every child that is done to the consumer. */
  GroupChildren(Consumer<Task<?>> onDone) {
    this.onDone = onDone;
  }

  /**
   * Takes a child in until it is done. That is always told through the loop, also of a child that
   * has ended eagerly.
   */
  void watch(CoreLoop loop, Context context, Task<?> task) {
    Child child = new Child(loop, context, task);
    child.older = last;
    if (last == null) {
      first = child;
    } else {
      last.younger = child;
    }
    last = child;
    size++;
    if (task instanceof CoreFuture<?> own) {
      own.addWaiter(child);
    } else {
      task.addDoneCallback(context, done -> child.call(done));
    }
  }

  /** The notice that a child is done. */
  private final class Child extends Notice {
    private final Task<?> task;
    private @Nullable Child older;
    private @Nullable Child younger;

    Child(CoreLoop loop, Context context, Task<?> task) {
      super(loop, context, task);
      this.task = task;
    }

    @Override
    void call(Object unused) {
      if (older == null) {
        first = younger;
      } else {
        older.younger = younger;
      }
      if (younger == null) {
        last = older;
      } else {
        younger.older = older;
      }
      size--;
      onDone.accept(task);
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Iterator<Task<?>> iterator() {
    return new Iterator<>() {
      private @Nullable Child next = first;

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Task<?> next() {
        Child child = next;
        if (child == null) {
          throw new NoSuchElementException();
        }
        next = child.younger;
        return child.task;
      }
    };
  }
}
