package io.crossfade.mysql.log;

import io.crossfade.connector.log.SpilledChanges;
import io.crossfade.model.Change;
import io.crossfade.model.Key;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of an event become changes.
 *
 * @param before of updates and deletes
 * @param after of inserts and updates
 */
record RowChanges(TableDecoder table, Kind kind, RowImage before, RowImage after, BitSet absent)
    implements SpilledChanges.Decoder {
  enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }

  /** From the event's columns on, which stand before its rows. */
  static RowChanges read(TableDecoder table, Kind kind, Bytes in) {
    RowImage first = new RowImage(in, table.width());
    RowImage after = kind == Kind.UPDATE ? new RowImage(in, table.width()) : first;
    BitSet absent = table.absent(after);
    if (kind == Kind.UPDATE) {
      absent.and(table.absent(first));
    }
    return new RowChanges(table, kind, first, after, absent);
  }

  /** Passes over an event's columns where they are these, as they mostly are. */
  boolean skipSame(Bytes in) {
    int size = before.size() + (kind == Kind.UPDATE ? after.size() : 0);
    boolean isSame =
        size <= in.left()
            && before.isAt(in.array(), in.at())
            && (kind != Kind.UPDATE || after.isAt(in.array(), in.at() + before.size()));
    if (isSame) {
      in.skip(size);
    }
    return isSame;
  }

  @Override
  public Change change(byte[] message, int from) {
    return change(new Bytes(message, from, message.length));
  }

  Change change(Bytes in) {
    return switch (kind) {
      case INSERT -> insert(in);
      case UPDATE -> update(in);
      case DELETE -> new Change.Delete(table.name(), table.key(row(in, before)));
    };
  }

  private Change insert(Bytes in) {
    @Nullable String[] row = row(in, after);
    return table.isReadable()
        ? new Change.Insert(table.name(), TableDecoder.row(row, absent))
        : new Change.Unreadable(table.name(), List.of(table.key(row)));
  }

  /** What the new row does not carry, the change has left as it was. */
  private Change update(Bytes in) {
    @Nullable String[] row = row(in, before);
    Key oldKey = table.key(row);
    table.read(in, after, row);
    Key newKey = table.key(row);
    Key key = newKey.equals(oldKey) ? oldKey : newKey;
    return table.isReadable()
        ? new Change.Update(table.name(), oldKey, key, TableDecoder.row(row, absent))
        : new Change.Unreadable(table.name(), List.of(oldKey, key));
  }

  private @Nullable String[] row(Bytes in, RowImage image) {
    @Nullable String[] row = table.empty();
    table.read(in, image, row);
    return row;
  }

  /** Passes over a change. */
  void skip(Bytes in) {
    table.skip(in, before);
    if (kind == Kind.UPDATE) {
      table.skip(in, after);
    }
  }
}
