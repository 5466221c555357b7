package io.crossfade.transfer.mapping;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Cast;
import io.crossfade.model.ColumnMapping.Converted;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of a mapping: a row on one side has exactly one counterpart. */
public final class Keys implements Serializable {
  private static final long serialVersionUID = 1;

  private final TableMapping mapping;

  /** Where in a mapped row each column of the written key is. */
  private final int[] inRow;

  /** Where in the read table's key each column of the written key is. */
  private final int[] inKey;

  public Keys(TableMapping mapping) {
    this.mapping = mapping;
    List<String> written = mapping.written();
    List<String> key = mapping.to().key();
    this.inRow = new int[key.size()];
    this.inKey = new int[key.size()];
    for (int i = 0; i < key.size(); i++) {
      inRow[i] = written.indexOf(key.get(i));
      inKey[i] =
          inRow[i] < 0 ? -1 : mapping.from().key().indexOf(source(mapping.columns().get(inRow[i])));
      if (inKey[i] < 0) {
        throw new IllegalArgumentException(
            "the key column "
                + key.get(i)
                + " of "
                + mapping.to().name()
                + " is not made of a key column");
      }
    }
  }

  private static String source(ColumnMapping column) {
    if (column instanceof Copied copied) {
      return copied.from();
    }
    if (column instanceof Cast cast) {
      return cast.from();
    }
    return column instanceof Converted converted ? converted.from() : "";
  }

  /** The written table's key of a row with one value for each of {@code mapping.columns()}. */
  public Key keyOf(Row mapped) {
    List<String> values = new ArrayList<>(inRow.length);
    for (int place : inRow) {
      String value = mapped.value(place);
      if (value == null) {
        throw new IllegalArgumentException("a key of " + mapping.to().name() + " holds a NULL");
      }
      values.add(value);
    }
    return new Key(values);
  }

  /** The written table's key for one of the read table. */
  public Key mapKey(Key fromKey) {
    if (inKey.length == fromKey.values().size() && keepsOrder()) {
      return fromKey;
    }
    List<String> values = new ArrayList<>(inKey.length);
    for (int place : inKey) {
      values.add(fromKey.values().get(place));
    }
    return new Key(values);
  }

  /**
   * The written table's range for one of the read table, whose bounds may be on leading columns
   * only.
   */
  public KeyRange mapRange(KeyRange range) {
    return new KeyRange(mapBound(range.from()), mapBound(range.to()));
  }

  private @Nullable Key mapBound(@Nullable Key bound) {
    if (bound == null || keepsOrder()) {
      return bound;
    }
    throw new IllegalStateException(
        mapping.to().name()
            + " has its key columns in another order than "
            + mapping.from().name());
  }

  private boolean keepsOrder() {
    for (int i = 0; i < inKey.length; i++) {
      if (inKey[i] != i) {
        return false;
      }
    }
    return true;
  }
}
