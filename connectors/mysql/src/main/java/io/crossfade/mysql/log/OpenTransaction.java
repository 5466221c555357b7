package io.crossfade.mysql.log;

import io.crossfade.connector.log.SpillDirectory;
import io.crossfade.connector.log.SpilledChanges;
import io.crossfade.model.Change;
import io.crossfade.model.Changes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction of which not all was read yet. */
final class OpenTransaction {
  /** What a change weighs in memory beside its values. */
  static final int WEIGHT_OF_CHANGE = 150;

  /** A transaction that weighs more goes on in a file. */
  static final long LARGEST_IN_MEMORY = 16L << 20;

  private final SpillDirectory spill;
  private final List<Change> told = new ArrayList<>();
  private @Nullable SpilledChanges spilled;
  private boolean begun;
  private boolean marked;
  private long weight = WEIGHT_OF_CHANGE;

  OpenTransaction(SpillDirectory spill) {
    this.spill = spill;
  }

  /** Whether these are its first rows, of whatever table. */
  boolean begin() {
    boolean isFirst = !begun;
    begun = true;
    return isFirst;
  }

  /** It is ours: its changes are not told. */
  void mark() {
    marked = true;
  }

  boolean isMarked() {
    return marked;
  }

  boolean isEmpty() {
    return told.isEmpty() && spilled == null;
  }

  /** Takes all rows that are left. */
  void add(RowChanges changes, Bytes rows) {
    while (rows.left() > 0) {
      int from = rows.at();
      if (spilled == null && weight > LARGEST_IN_MEMORY) {
        spilled = new SpilledChanges(spill, told, WEIGHT_OF_CHANGE);
      }
      if (spilled == null) {
        told.add(changes.change(rows));
        weight += WEIGHT_OF_CHANGE + 2L * (rows.at() - from);
      } else {
        changes.skip(rows);
        spilled.add(changes, rows.array(), from, rows.at());
      }
    }
  }

  Changes changes() {
    return spilled == null ? Changes.of(told, weight) : spilled.end();
  }

  /**
   * About how many bytes of memory it takes. One that went on in a file counts as full, so that not
   * many of them wait.
   */
  long weight() {
    return spilled == null ? weight : Math.max(weight, LARGEST_IN_MEMORY);
  }

  /** It was never committed. */
  void discard() {
    if (spilled != null) {
      spilled.delete();
    }
  }
}
