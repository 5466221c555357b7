package io.crossfade.model;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one transaction, in the order of the log. They may be walked several times, by one
 * thread at a time. Those of a large transaction do not fit into memory together: they lie in a
 * file, and each walk reads it again.
 */
public interface Changes extends Iterable<Change> {
  Changes NONE = of(List.of(), 0);

  long count();

  /** About how many bytes of memory they take, or would take. */
  long weight();

  /** Whether they are too large to be held together; whoever walks them keeps only a part. */
  boolean isLarge();

  default boolean isEmpty() {
    return count() == 0;
  }

  /** Changes that are in memory, of which nobody has to know the weight. */
  static Changes of(List<Change> changes) {
    return of(changes, changes.size());
  }

  static Changes of(List<Change> changes, long weight) {
    return new InMemory(List.copyOf(changes), weight);
  }

  /** The usual case. */
  record InMemory(List<Change> changes, long weight) implements Changes {
    @Override
    public long count() {
      return changes.size();
    }

    @Override
    public boolean isLarge() {
      return false;
    }

    @Override
    public Iterator<Change> iterator() {
      return changes.iterator();
    }

    /** The same changes weigh the same, or were weighed by nobody. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof InMemory that && changes.equals(that.changes);
    }

    @Override
    public int hashCode() {
      return changes.hashCode();
    }

    @Override
    public String toString() {
      return changes.toString();
    }
  }
}
