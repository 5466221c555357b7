package io.crossfade.transfer.follow;

import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;

/**
 * What a change does to the written side, once the stitch has decided. Keys and rows are still
 * those of the table that is read.
 */
sealed interface Effect {
  TableMapping mapping();

  /**
   * The row has these values now. Absent ones are on the written side already, or are read again.
   */
  record Put(TableMapping mapping, Key key, Row row) implements Effect {}

  record Remove(TableMapping mapping, Key key) implements Effect {}

  /** The row is on the written side under its old key, and has these values now. */
  record Move(TableMapping mapping, Key oldKey, Key key, Row row) implements Effect {}

  /** No row of this range was left. */
  record Clear(TableMapping mapping, KeyRange range) implements Effect {}
}
