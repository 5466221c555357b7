package io.crossfade.mysql.log;

import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes the rows of one table into rows in the order of its columns. */
final class TableDecoder {
  /** In place of a column's index: the value is passed over. */
  static final int NOWHERE = -1;

  private final Table table;
  private final int width;
  private final LoggedValue[] values;
  private final int[] places;
  private final int[] key;
  private final BitSet written = new BitSet();
  private final boolean readable;
  private final Map<RowChanges.Kind, RowChanges> last = new EnumMap<>(RowChanges.Kind.class);

  /**
   * @param values how the log writes each of its columns
   * @param places for each of the log's columns, the index of the table's, or {@link #NOWHERE}
   * @param readable whether more than the keys is to be told
   */
  TableDecoder(Table table, List<LoggedValue> values, int[] places, boolean readable) {
    this.table = table;
    this.width = table.columns().size();
    this.values = values.toArray(LoggedValue[]::new);
    this.places = places;
    this.key = table.key().stream().mapToInt(table::indexOf).toArray();
    for (int i = 0; i < width; i++) {
      written.set(i, !table.columns().get(i).generated());
    }
    this.readable = readable;
  }

  TableName name() {
    return table.name();
  }

  /** From the event's columns on, which stand before its rows; mostly as in the event before. */
  RowChanges changes(RowChanges.Kind kind, Bytes in) {
    RowChanges before = last.get(kind);
    if (before != null && before.skipSame(in)) {
      return before;
    }
    RowChanges now = RowChanges.read(this, kind, in);
    last.put(kind, now);
    return now;
  }

  /** How many columns the log tells. */
  int width() {
    return values.length;
  }

  boolean isReadable() {
    return readable;
  }

  /** The columns of which such rows have no values; those that the server computes do not count. */
  BitSet absent(RowImage image) {
    BitSet absent = (BitSet) written.clone();
    for (int column : image.columns) {
      if (places[column] >= 0) {
        absent.clear(places[column]);
      }
    }
    return absent;
  }

  /** Fills in what the image carries. */
  void read(Bytes in, RowImage image, @Nullable String[] row) {
    int nulls = in.at();
    in.skip(image.nullBytes());
    byte[] array = in.array();
    int[] columns = image.columns;
    for (int i = 0; i < columns.length; i++) {
      int column = columns[i];
      int place = places[column];
      if ((array[nulls + (i >> 3)] >> (i & 7) & 1) != 0) {
        if (place >= 0) {
          row[place] = null;
        }
      } else if (place >= 0) {
        row[place] = values[column].read(in);
      } else {
        values[column].skip(in);
      }
    }
  }

  void skip(Bytes in, RowImage image) {
    int nulls = in.at();
    in.skip(image.nullBytes());
    byte[] array = in.array();
    for (int i = 0; i < image.columns.length; i++) {
      if ((array[nulls + (i >> 3)] >> (i & 7) & 1) == 0) {
        values[image.columns[i]].skip(in);
      }
    }
  }

  @Nullable String[] empty() {
    return new @Nullable String[width];
  }

  static Row row(@Nullable String[] values, BitSet absent) {
    return absent.isEmpty() ? Row.of(values) : Row.partial(values, (BitSet) absent.clone());
  }

  Key key(@Nullable String[] row) {
    String[] parts = new String[key.length];
    for (int i = 0; i < key.length; i++) {
      String value = row[key[i]];
      if (value == null) {
        throw new IllegalStateException("the log tells a row of " + name() + " without its key");
      }
      parts[i] = value;
    }
    return new Key(List.of(parts));
  }
}
