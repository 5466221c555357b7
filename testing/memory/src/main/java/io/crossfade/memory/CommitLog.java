package io.crossfade.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commits in their order. What is flushed outlives a crash, and only that is told to streams.
 */
final class CommitLog {
  /** One commit; a marker is a transaction without changes. */
  record Entry(Transaction transaction, MemoryPosition end, Instant committed, boolean isMarker) {}

  /** What a commit takes beside its changes. */
  private static final int COMMIT = 8;

  private final List<Entry> entries = new ArrayList<>();
  private long end = COMMIT;
  private long flushed = COMMIT;
  private long lastNumber;
  private long lastFlushedNumber;

  /** The first thing that a transaction writes. */
  void begin(long number) {
    end++;
    lastNumber = Math.max(lastNumber, number);
  }

  MemoryPosition append(Transaction transaction, Instant now, boolean isMarker) {
    end += COMMIT + transaction.changes().size();
    MemoryPosition position = new MemoryPosition(end);
    entries.add(new Entry(transaction, position, now, isMarker));
    return position;
  }

  MemoryPosition end() {
    return new MemoryPosition(end);
  }

  MemoryPosition flushed() {
    return new MemoryPosition(flushed);
  }

  void flush() {
    flushed = end;
    lastFlushedNumber = lastNumber;
  }

  /** What a crash leaves is what was flushed. Returns what it takes. */
  List<Entry> loseUnflushed() {
    List<Entry> lost = entries.subList(firstAfter(flushed), entries.size());
    List<Entry> copy = List.copyOf(lost);
    lost.clear();
    end = flushed;
    lastNumber = lastFlushedNumber;
    return copy;
  }

  /** The first flushed commit that ends after the position. */
  @Nullable Entry after(MemoryPosition position) {
    int next = firstAfter(position.value());
    return next < entries.size() && entries.get(next).end().value() <= flushed
        ? entries.get(next)
        : null;
  }

  /** The highest number of a transaction of which the log knows anything. */
  long lastNumber() {
    return lastNumber;
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  private int firstAfter(long position) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).end().value() > position) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
