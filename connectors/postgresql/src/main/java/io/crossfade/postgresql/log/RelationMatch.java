package io.crossfade.postgresql.log;

import io.crossfade.connector.log.Standing;
import io.crossfade.model.Column;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Table;
import io.crossfade.postgresql.log.Relation.Attribute;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the place of each value of a logged row among a table's columns, and refuses a log whose
 * table is no longer the one that the migration knows: its rows would be laid into the wrong
 * columns, or lose one.
 */
final class RelationMatch {
  private RelationMatch() {}

  /** SOURCE_SCHEMA_CHANGED where the log is newer than what the migration knows of the table. */
  static RowDecoder decoder(Relation relation, Table table, TypeNames types, Standing standing) {
    try {
      return new RowDecoder(table, places(relation, table, types), true);
    } catch (CrossfadeException e) {
      boolean isOlder = e.code() == ErrorCode.SOURCE_SCHEMA_CHANGED && standing.isAsKnown(table);
      return (isOlder ? OlderShape.decoder(relation, table, types) : Optional.<RowDecoder>empty())
          .orElseThrow(() -> e);
    }
  }

  /** For each value of a logged row, the index of its column in {@code table}. */
  private static int[] places(Relation relation, Table table, TypeNames types) {
    List<Column> published = table.columns().stream().filter(c -> !c.generated()).toList();
    List<Attribute> logged = relation.attributes();
    int common = Math.min(published.size(), logged.size());
    int[] places = new int[logged.size()];
    for (int i = 0; i < common; i++) {
      compare(table, published.get(i), logged, i, types);
      places[i] = table.indexOf(published.get(i).name());
    }
    if (logged.size() > common) {
      throw changed(table, logged.get(common).name(), "was added");
    }
    if (published.size() > common) {
      throw changed(table, published.get(common).name(), "is gone");
    }
    requireKey(relation, table);
    return places;
  }

  private static void compare(
      Table table, Column known, List<Attribute> logged, int at, TypeNames types) {
    Attribute now = logged.get(at);
    if (!now.name().equals(known.name())) {
      boolean gone = logged.stream().noneMatch(a -> a.name().equals(known.name()));
      throw gone
          ? changed(table, known.name(), "is gone or has another name")
          : changed(table, now.name(), "was added or has another place");
    }
    String type = types.of(now.type(), now.modifier());
    if (!type.equals(known.type())) {
      throw changed(table, known.name(), "is now of type " + type + ", it was " + known.type());
    }
  }

  private static void requireKey(Relation relation, Table table) {
    for (String column : table.key()) {
      boolean carried =
          relation.attributes().stream().anyMatch(a -> a.identifying() && a.name().equals(column));
      if (!carried) {
        throw new CrossfadeException(
            ErrorCode.TABLE_UNSUPPORTED,
            "the log of "
                + table.name()
                + " does not carry the key column "
                + column
                + " of old rows; run ALTER TABLE "
                + table.name()
                + " REPLICA IDENTITY DEFAULT",
            Map.of("table", table.name().toString(), "column", column));
      }
    }
  }

  static CrossfadeException renamed(Relation relation) {
    return new CrossfadeException(
        ErrorCode.SOURCE_SCHEMA_CHANGED,
        "the log tells of a table that this migration does not know: "
            + relation.name()
            + "; it was renamed, or added to the migration's publication by hand: undo that, or abort the migration"
            + " and begin a new one",
        Map.of("table", relation.name().toString()));
  }

  private static CrossfadeException changed(Table table, String column, String how) {
    return new CrossfadeException(
        ErrorCode.SOURCE_SCHEMA_CHANGED,
        "the table changed while it was followed: column "
            + column
            + " of "
            + table.name()
            + " "
            + how
            + "; see docs/source-changes.md for the ways on",
        Map.of("table", table.name().toString(), "column", column));
  }
}
