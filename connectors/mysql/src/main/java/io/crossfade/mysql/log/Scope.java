package io.crossfade.mysql.log;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables that are followed, and what statements in the log mean for them. */
final class Scope {
  private final Map<TableName, Table> tables = new HashMap<>();
  private final Set<TableName> reshaped = new HashSet<>();

  /** What we know each column by, under all names that it has had since. */
  private final Map<TableName, Map<String, String>> columns = new HashMap<>();

  private final String database;
  private final boolean lowerCase;
  private final BinlogPosition knownFrom;

  /**
   * @param database for messages
   * @param lowerCase whether the server takes names without regard to case, and keeps small letters
   * @param knownFrom where the log ended when the tables were looked at: what was done to them
   *     before is known
   */
  Scope(List<Table> tables, String database, boolean lowerCase, BinlogPosition knownFrom) {
    tables.forEach(table -> this.tables.put(table.name(), table));
    this.database = database;
    this.lowerCase = lowerCase;
    this.knownFrom = knownFrom;
  }

  @Nullable Table table(TableName name) {
    return tables.get(name);
  }

  /** Refuses a description without names once the columns may be others than those we know. */
  void requireKnown(TableMap logged) {
    if (!logged.hasNames() && reshaped.contains(logged.name())) {
      throw changed(
          logged.name(),
          "was altered, and the server does not log the columns' names"
              + " (binlog_row_metadata=FULL makes it)");
    }
  }

  /** The table that a statement outside of transactions has emptied; null if it did nothing. */
  @Nullable TableName take(LoggedStatement statement, BinlogPosition at) {
    if (statement instanceof LoggedStatement.Truncate truncate) {
      TableName table = folded(truncate.table());
      return tables.containsKey(table) ? table : null;
    }
    if (knownFrom.isAtLeast(at)) {
      return null;
    }
    if (statement instanceof LoggedStatement.Replace replace) {
      replace.tables().stream()
          .map(this::folded)
          .filter(tables::containsKey)
          .findFirst()
          .ifPresent(table -> {
            throw changed(table, replace.how());
          });
    } else if (statement instanceof LoggedStatement.DropDatabase drop) {
      tables.keySet().stream()
          .filter(t -> t.schema().equals(folded(drop.database())))
          .findFirst()
          .ifPresent(table -> {
            throw changed(table, "was dropped with its database");
          });
    } else if (statement instanceof LoggedStatement.Reshape reshape) {
      reshape(folded(reshape.table()), reshape);
    }
    return null;
  }

  /**
   * A column that was dropped may be there again under its name, with nothing in it: its rows look
   * as before, and on some servers its storage does too.
   */
  private void reshape(TableName name, LoggedStatement.Reshape reshape) {
    Table table = tables.get(name);
    if (table == null) {
      return;
    }
    reshaped.add(name);
    Map<String, String> known = columns.computeIfAbsent(name, n -> columns(table));
    reshape.dropped().stream()
        .map(Scope::column)
        .filter(known::containsKey)
        .findFirst()
        .ifPresent(column -> {
          throw changed(name, "lost its column " + known.get(column));
        });
    reshape
        .renamed()
        .forEach((before, after) -> {
          String column = known.get(column(before));
          String named = known.get(column(after));
          if (named != null && !named.equals(column)) {
            throw changed(name, "has another column under the name " + named);
          }
          if (column != null) {
            known.putIfAbsent(column(after), column);
          }
        });
  }

  private static Map<String, String> columns(Table table) {
    Map<String, String> columns = new HashMap<>();
    table.columns().forEach(column -> columns.put(column(column.name()), column.name()));
    return columns;
  }

  /** The servers take names of columns without regard to case. */
  private static String column(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private TableName folded(TableName name) {
    return lowerCase ? new TableName(folded(name.schema()), folded(name.name())) : name;
  }

  private String folded(String name) {
    return lowerCase ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static CrossfadeException changed(TableName table, String how) {
    return new CrossfadeException(
        ErrorCode.SOURCE_SCHEMA_CHANGED,
        "the table changed while it was followed: "
            + table
            + " "
            + how
            + ". Before the cutover `crossfade run` with `--retake "
            + table
            + "` copies it anew as it is now; see docs/source-changes.md for the ways on",
        Map.of("table", table.toString()));
  }

  /** For changes that were made, and that the log does not tell. */
  CrossfadeException untold(BinlogPosition at, String what, String todo) {
    return new CrossfadeException(
        ErrorCode.SOURCE_LOG_LOST,
        "the log of "
            + database
            + " does not tell all changes: at "
            + at
            + " "
            + what
            + ". "
            + todo
            + "; the copy must be made anew",
        Map.of("position", at.encode()));
  }
}
