package io.crossfade.transfer.follow;

import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import org.jspecify.annotations.Nullable;

/**
 * What a change does to the written side, once the stitch has decided. Keys and rows are still
 * those of the table that is read.
 */
sealed interface Effect {
  /** What one weighs in memory beside its values. */
  int WEIGHT = 150;

  TableMapping mapping();

  /** The key under which a row is from now on; null where none is. */
  default @Nullable Key key() {
    return null;
  }

  /** The row as the log tells it; null where there is none any more. */
  default @Nullable Row row() {
    return null;
  }

  /** About how many bytes of memory it takes. */
  default long weight() {
    Row row = row();
    return WEIGHT + (row == null ? 0 : row.weight());
  }

  /**
   * The row has these values now. Absent ones are on the written side already, or are read again.
   *
   * @param isNew whether the log tells that there was no such row before
   */
  record Put(TableMapping mapping, Key key, Row row, boolean isNew) implements Effect {
    Put(TableMapping mapping, Key key, Row row) {
      this(mapping, key, row, false);
    }
  }

  record Remove(TableMapping mapping, Key removed) implements Effect {}

  /** The row is on the written side under its old key, and has these values now. */
  record Move(TableMapping mapping, Key oldKey, Key key, Row row) implements Effect {}

  /** No row of this range was left. */
  record Clear(TableMapping mapping, KeyRange range) implements Effect {}
}
