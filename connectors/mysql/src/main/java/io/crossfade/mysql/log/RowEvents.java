package io.crossfade.mysql.log;

import org.jspecify.annotations.Nullable;

/** Takes events with rows apart, of whatever version. */
final class RowEvents {
  record Rows(RowChanges changes, Bytes rows) {}

  private RowEvents() {}

  /** Null where the event has no rows. */
  static RowChanges.@Nullable Kind kind(int type) {
    return switch (type) {
      case EventType.WRITE_ROWS,
          EventType.WRITE_ROWS_1,
          EventType.WRITE_ROWS_COMPRESSED,
          EventType.WRITE_ROWS_COMPRESSED_1 ->
          RowChanges.Kind.INSERT;
      case EventType.UPDATE_ROWS,
          EventType.UPDATE_ROWS_1,
          EventType.UPDATE_ROWS_COMPRESSED,
          EventType.UPDATE_ROWS_COMPRESSED_1 ->
          RowChanges.Kind.UPDATE;
      case EventType.DELETE_ROWS,
          EventType.DELETE_ROWS_1,
          EventType.DELETE_ROWS_COMPRESSED,
          EventType.DELETE_ROWS_COMPRESSED_1 ->
          RowChanges.Kind.DELETE;
      default -> null;
    };
  }

  /** From behind the table's number on. */
  static Rows read(int type, RowChanges.Kind kind, Bytes in, TableDecoder table) {
    in.skip(2);
    if (EventType.isSecondVersion(type)) {
      in.skip(in.int16() - 2);
    }
    int width = in.packed();
    if (width != table.width()) {
      throw new IllegalStateException(
          "the log tells " + width + " columns of " + table.name() + ", not " + table.width());
    }
    RowChanges changes = table.changes(kind, in);
    return new Rows(changes, EventType.isCompressed(type) ? Compressed.open(in) : in);
  }
}
