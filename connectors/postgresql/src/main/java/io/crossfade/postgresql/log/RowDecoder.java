package io.crossfade.postgresql.log;

import io.crossfade.connector.log.SpilledChanges;
import io.crossfade.model.Change;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes the changes of one table into rows in the order of its columns. */
final class RowDecoder implements SpilledChanges.Decoder {
  private final TableName name;
  private final int width;
  private final int[] places;
  private final int[] key;
  private final BitSet keyColumns = new BitSet();

  /** Columns of which the log has no values, for they were added later. */
  private final BitSet unlogged = new BitSet();

  private final boolean readable;

  /**
   * @param places for each value of a logged row, the index of its column, or {@link
   *     OlderShape#NOWHERE}
   * @param readable whether more than the keys is to be told
   */
  RowDecoder(Table table, int[] places, boolean readable) {
    this.readable = readable;
    this.name = table.name();
    this.width = table.columns().size();
    this.places = places;
    this.key = table.key().stream().mapToInt(table::indexOf).toArray();
    Arrays.stream(key).forEach(keyColumns::set);
    for (int i = 0; i < width; i++) {
      unlogged.set(i, !table.columns().get(i).generated());
    }
    Arrays.stream(places).filter(place -> place >= 0).forEach(unlogged::clear);
  }

  TableName name() {
    return name;
  }

  @Override
  public Change change(byte[] message, int from) {
    return change(new WireReader().over(message, from));
  }

  /** A message that begins with its kind and the table's number. */
  Change change(WireReader in) {
    byte kind = in.int8();
    in.int32();
    return switch (kind) {
      case 'I' -> insert(in);
      case 'U' -> update(in);
      default -> delete(in);
    };
  }

  private Change insert(WireReader in) {
    expect(in, 'N');
    Row row = row(in, null, false);
    return readable ? new Change.Insert(name, row) : new Change.Unreadable(name, List.of(key(row)));
  }

  private Change update(WireReader in) {
    Change.Update update = readUpdate(in);
    return readable ? update : new Change.Unreadable(name, List.of(update.oldKey(), update.key()));
  }

  private Change.Update readUpdate(WireReader in) {
    byte kind = in.int8();
    if (kind == 'N') {
      Row row = row(in, null, false);
      Key same = key(row);
      return new Change.Update(name, same, same, row);
    }
    @Nullable String[] old = values(in);
    expect(in, 'N');
    Row row = row(in, old, kind == 'O');
    return new Change.Update(name, key(Row.of(old)), key(row), row);
  }

  private Change delete(WireReader in) {
    in.int8(); // K or O: both carry the key.
    return new Change.Delete(name, key(Row.of(values(in))));
  }

  private @Nullable String[] values(WireReader in) {
    @Nullable String[] values = new @Nullable String[width];
    BitSet absent = read(in, values);
    if (absent != null && !absent.equals(unlogged)) {
      throw new IllegalStateException("the log left out values of an old row of " + name);
    }
    return values;
  }

  /**
   * Values that the change left as they were are taken from the old row where that carries them: a
   * whole old row does, an old key its own columns.
   */
  private Row row(WireReader in, @Nullable String @Nullable [] old, boolean oldIsWhole) {
    @Nullable String[] values = new @Nullable String[width];
    BitSet absent = read(in, values);
    if (absent == null) {
      return Row.of(values);
    }
    if (old != null) {
      for (int i = absent.nextSetBit(0); i >= 0; i = absent.nextSetBit(i + 1)) {
        if ((oldIsWhole && !unlogged.get(i)) || keyColumns.get(i)) {
          values[i] = old[i];
          absent.clear(i);
        }
      }
    }
    return absent.isEmpty() ? Row.of(values) : Row.partial(values, absent);
  }

  /** Fills {@code values}; returns the columns that the log left out, null when there are none. */
  private @Nullable BitSet read(WireReader in, @Nullable String[] values) {
    int count = in.int16();
    if (count != places.length) {
      throw new IllegalStateException(
          "the log tells " + count + " values of " + name + ", not " + places.length);
    }
    BitSet absent = unlogged.isEmpty() ? null : (BitSet) unlogged.clone();
    for (int place : places) {
      byte kind = in.int8();
      if (kind == 't') {
        String value = in.text(in.int32());
        if (place >= 0) {
          values[place] = value;
        }
      } else if (kind == 'u') {
        if (place >= 0) {
          absent = absent == null ? new BitSet(width) : absent;
          absent.set(place);
        }
      } else if (kind != 'n') {
        throw new IllegalStateException("unknown kind of value " + (char) kind + " in " + name);
      }
    }
    return absent;
  }

  private Key key(Row row) {
    String[] values = new String[key.length];
    for (int i = 0; i < key.length; i++) {
      String value = row.value(key[i]);
      if (value == null) {
        throw new IllegalStateException("the log tells a row of " + name + " without its key");
      }
      values[i] = value;
    }
    return new Key(List.of(values));
  }

  private void expect(WireReader in, char kind) {
    byte found = in.int8();
    if (found != kind) {
      throw new IllegalStateException(
          "expected a row of kind " + kind + " of " + name + " in the log, not " + (char) found);
    }
  }
}
