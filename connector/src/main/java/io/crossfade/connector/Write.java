package io.crossfade.connector;

import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One set-wise write. Rows have one value for each column of {@code mapping.columns()}, in that
 * order; values of {@code Cast} columns are still in the read type's text, and the writer casts
 * them. Keys are those of the written table, in its key's order, and may likewise need a cast.
 */
public sealed interface Write extends Serializable {

  TableMapping mapping();

  /** The key, in the written table, of the only row that is written; empty where there are more. */
  default Optional<Key> onlyRow() {
    return Optional.empty();
  }

  /** Deletes rows; keys that do not exist are no error. */
  record Delete(TableMapping mapping, List<Key> keys) implements Write {}

  /**
   * Inserts rows, or sets all columns but {@code WhenMissing} ones where the key exists. All rows
   * are whole.
   */
  record Upsert(TableMapping mapping, List<Row> rows) implements Write {
    @Override
    public Optional<Key> onlyRow() {
      return rows.size() == 1 ? Optional.of(key(mapping, rows.get(0))) : Optional.empty();
    }
  }

  /**
   * Inserts rows that are new by what the log tells, the fastest way. Where one is there all the
   * same, that is a {@link Applied.Conflict}; of few rows it may be set as by {@link Upsert}. All
   * rows are whole.
   */
  record Insert(TableMapping mapping, List<Row> rows) implements Write {}

  /**
   * Updates existing rows, leaving the absent columns as they are; all rows lack the same columns.
   */
  record Patch(TableMapping mapping, BitSet absent, List<Row> rows) implements Write {
    @Override
    public Optional<Key> onlyRow() {
      return rows.size() == 1 ? Optional.of(key(mapping, rows.get(0))) : Optional.empty();
    }
  }

  /** Updates one row whose key changes, leaving absent columns as they are. */
  record Move(TableMapping mapping, Key oldKey, Row row) implements Write {
    @Override
    public Optional<Key> onlyRow() {
      return Optional.of(key(mapping, row));
    }
  }

  /** Deletes the rows of a key range of the written table. */
  record DeleteRange(TableMapping mapping, KeyRange range) implements Write {}

  private static Key key(TableMapping mapping, Row row) {
    List<String> written = mapping.written();
    return new Key(
        mapping.to().key().stream()
            .map(column -> Objects.requireNonNull(row.value(written.indexOf(column))))
            .toList());
  }
}
