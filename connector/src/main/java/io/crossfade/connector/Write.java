package io.crossfade.connector;

import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * One set-wise write. Rows have one value for each column of {@code mapping.columns()}, in that
 * order; values of {@code Cast} columns are still in the read type's text, and the writer casts
 * them. Keys are those of the written table, in its key's order, and may likewise need a cast.
 */
public sealed interface Write extends Serializable {

  /** Deletes rows; keys that do not exist are no error. */
  record Delete(TableMapping mapping, List<Key> keys) implements Write {}

  /**
   * Inserts rows, or sets all columns but {@code WhenMissing} ones where the key exists. All rows
   * are whole.
   */
  record Upsert(TableMapping mapping, List<Row> rows) implements Write {}

  /**
   * Updates existing rows, leaving the absent columns as they are; all rows lack the same columns.
   */
  record Patch(TableMapping mapping, BitSet absent, List<Row> rows) implements Write {}

  /** Updates one row whose key changes, leaving absent columns as they are. */
  record Move(TableMapping mapping, Key oldKey, Row row) implements Write {}

  /** Deletes the rows of a key range of the written table. */
  record DeleteRange(TableMapping mapping, KeyRange range) implements Write {}
}
