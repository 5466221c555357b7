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

  /** What stands before the values of a key in the written one. */
  private final Key slice;

  /** Where in a key of the read table each further column of the written one is. */
  private final int[] inKey;

  public Keys(TableMapping mapping) {
    this.mapping = mapping;
    this.slice = mapping.writtenSlice();
    List<String> written = mapping.written();
    List<String> key = mapping.to().key();
    List<String> read = mapping.from().key();
    List<String> readKey = read.subList(mapping.slice().values().size(), read.size());
    int constants = slice.values().size();
    this.inRow = new int[key.size()];
    this.inKey = new int[key.size() - constants];
    for (int i = 0; i < key.size(); i++) {
      inRow[i] = written.indexOf(key.get(i));
      if (i < constants) {
        continue;
      }
      int place =
          inRow[i] < 0 ? -1 : readKey.indexOf(source(mapping.columns().get(inRow[i])));
      if (place < 0) {
        throw new IllegalArgumentException(
            "the key column "
                + key.get(i)
                + " of "
                + mapping.to().name()
                + " is not made of a key column");
      }
      inKey[i - constants] = place;
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

  /** The written table's key for one of the read table without its slice. */
  public Key mapKey(Key fromKey) {
    return slice.then(mapWithin(fromKey));
  }

  /** As {@link #mapKey}, without the slice of the written table either. */
  public Key mapWithin(Key fromKey) {
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
   * The written table's range for one of the read table without its slice, whose bounds may be on
   * leading columns only.
   */
  public KeyRange mapRange(KeyRange range) {
    return new KeyRange(mapBound(range.from()), mapBound(range.to())).in(slice);
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
