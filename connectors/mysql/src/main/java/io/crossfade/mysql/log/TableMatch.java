package io.crossfade.mysql.log;

import io.crossfade.connector.log.Standing;
import io.crossfade.model.Column;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the place of each value of a logged row among a table's columns, and refuses a log whose
 * table is no longer the one that the migration knows: its rows would be laid into the wrong
 * columns, or lose one.
 */
final class TableMatch {
  private final LoggedTypes types;
  private final Standing standing;

  TableMatch(LoggedTypes types, Standing standing) {
    this.types = types;
    this.standing = standing;
  }

  /** SOURCE_SCHEMA_CHANGED where the log is newer than what the migration knows of the table. */
  TableDecoder decoder(TableMap logged, Table table) {
    List<Column> known = table.columns();
    try {
      return same(logged, table);
    } catch (CrossfadeException e) {
      boolean isOlder =
          e.code() == ErrorCode.SOURCE_SCHEMA_CHANGED
              && logged.hasNames()
              && standing.isAsKnown(table);
      return (isOlder ? older(logged, table) : Optional.<TableDecoder>empty()).orElseThrow(() -> e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("types of " + table.name() + ": " + known, e);
    }
  }

  /** The servers log all columns, in the order of the catalog, generated ones too. */
  private TableDecoder same(TableMap logged, Table table) {
    List<Column> known = table.columns();
    List<LoggedColumn> now = logged.columns();
    int common = Math.min(known.size(), now.size());
    List<LoggedValue> values = new ArrayList<>(now.size());
    int[] places = new int[common];
    for (int i = 0; i < common; i++) {
      Column column = known.get(i);
      compareNames(logged, table, i);
      values.add(
          types
              .match(now.get(i), column.type())
              .orElseThrow(() ->
                  changed(
                      table.name(),
                      column.name(),
                      "has another type: it was " + column.type(),
                      logged)));
      places[i] = i;
    }
    if (now.size() > common) {
      String name = now.get(common).name();
      throw changed(
          table.name(), name == null ? "number " + (common + 1) : name, "was added", logged);
    }
    if (known.size() > common) {
      throw changed(table.name(), known.get(common).name(), "is gone", logged);
    }
    return new TableDecoder(table, values, places, true);
  }

  private static void compareNames(TableMap logged, Table table, int i) {
    String now = logged.columns().get(i).name();
    String known = table.columns().get(i).name();
    if (now != null && !now.equals(known)) {
      boolean gone = logged.columns().stream().noneMatch(c -> known.equals(c.name()));
      throw gone
          ? changed(table.name(), known, "is gone or has another name", logged)
          : changed(table.name(), now, "was added or has another place", logged);
    }
  }

  /**
   * Lays the values into a table whose columns were others when that log was written. A column that
   * was added later has no values there: they count as left out. One that is gone is passed over.
   * One that had another type cannot be read: then only the keys are told. Empty where not even
   * those can be read.
   */
  private Optional<TableDecoder> older(TableMap logged, Table table) {
    List<LoggedValue> values = new ArrayList<>();
    int[] places = new int[logged.columns().size()];
    boolean readable = true;
    for (int i = 0; i < places.length; i++) {
      LoggedColumn column = logged.columns().get(i);
      String name = column.name();
      Column known = name != null && table.has(name) ? table.column(name) : null;
      Optional<LoggedValue> value =
          known == null ? Optional.empty() : types.match(column, known.type());
      Optional<LoggedValue> skipped = value.or(() -> types.skipping(column));
      if (skipped.isEmpty()) {
        return Optional.empty();
      }
      values.add(skipped.get());
      readable &= known == null || value.isPresent();
      places[i] =
          known != null && value.isPresent() ? table.indexOf(known.name()) : TableDecoder.NOWHERE;
    }
    boolean keyed =
        table.key().stream()
            .mapToInt(table::indexOf)
            .allMatch(key -> Arrays.stream(places).anyMatch(place -> place == key));
    return keyed
        ? Optional.of(new TableDecoder(table, values, places, readable))
        : Optional.empty();
  }

  private static CrossfadeException changed(
      TableName table, String column, String how, TableMap logged) {
    return new CrossfadeException(
        ErrorCode.SOURCE_SCHEMA_CHANGED,
        "the table changed while it was followed: column "
            + column
            + " of "
            + table
            + " "
            + how
            + (logged.hasNames()
                ? ""
                : " (the server does not log the columns' names: binlog_row_metadata=FULL makes it)")
            + "; see docs/source-changes.md for the ways on",
        Map.of("table", table.toString(), "column", column));
  }
}
