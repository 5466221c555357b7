package io.crossfade.mysql.log;

import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an {@code ALTER TABLE} in the log means for somebody who reads rows. */
final class LoggedAlter {
  private static final Set<String> HARMLESS_ADDED =
      Set.of("INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL", "CONSTRAINT", "FOREIGN", "CHECK");
  private static final Set<String> HARMLESS_DROPPED =
      Set.of("INDEX", "KEY", "FOREIGN", "CONSTRAINT", "CHECK");
  private static final Set<String> HARMLESS =
      Set.of(
          "COMMENT",
          "AUTO_INCREMENT",
          "ENGINE",
          "ROW_FORMAT",
          "KEY_BLOCK_SIZE",
          "ALGORITHM",
          "LOCK",
          "ENABLE",
          "DISABLE",
          "FORCE",
          "STATS_PERSISTENT",
          "STATS_AUTO_RECALC",
          "STATS_SAMPLE_PAGES",
          "WITH",
          "WITHOUT");

  private final SqlWords words;
  private final String database;
  private final TableName table;
  private final List<String> dropped = new ArrayList<>();
  private final Map<String, String> renamed = new HashMap<>();
  private boolean reshaped;

  private LoggedAlter(SqlWords words, String database, TableName table) {
    this.words = words;
    this.database = database;
    this.table = table;
  }

  /** From behind the first word on. */
  static LoggedStatement parse(SqlWords words, String database) {
    words.take("ONLINE");
    boolean ignoring = words.take("IGNORE");
    if (!words.take("TABLE")) {
      return new LoggedStatement.Other();
    }
    words.takeIfExists();
    TableName table = words.takeTable(database);
    takePatience(words);
    LoggedStatement parsed = new LoggedAlter(words, database, table).parse();
    return ignoring && !(parsed instanceof LoggedStatement.Replace)
        ? new LoggedStatement.Replace(
            List.of(table), "may have lost rows: ALTER IGNORE deletes those that do not fit")
        : parsed;
  }

  /** {@code WAIT 5} or {@code NOWAIT} of MariaDB. */
  private static void takePatience(SqlWords words) {
    if (words.take("WAIT")) {
      words.take();
    } else {
      words.take("NOWAIT");
    }
  }

  private LoggedStatement parse() {
    boolean begins = true;
    int depth = 0;
    while (!words.isOver()) {
      if (begins) {
        begins = false;
        String verb = words.word();
        words.take();
        if (verb.equals("RENAME") && !words.is("COLUMN", "INDEX", "KEY")) {
          boolean isTo = words.take("TO") || words.take("AS");
          return new LoggedStatement.Replace(
              List.of(table, words.takeTable(database)), isTo ? "was renamed" : "has another name");
        }
        if (takesRows(verb)) {
          return new LoggedStatement.Replace(
              withOther(), "lost or got rows with a partition or a tablespace");
        }
        reshaped |= !isHarmless(verb);
        columns(verb);
      } else {
        depth += words.is("(") ? 1 : words.is(")") ? -1 : 0;
        begins = depth == 0 && words.is(",");
        words.take();
      }
    }
    return reshaped
        ? new LoggedStatement.Reshape(table, dropped, renamed)
        : new LoggedStatement.Other();
  }

  private boolean takesRows(String verb) {
    return switch (verb) {
      case "DISCARD", "IMPORT", "EXCHANGE" -> true;
      case "DROP", "TRUNCATE" -> words.is("PARTITION", "SUBPARTITION");
      case "CONVERT" -> words.is("TABLE", "PARTITION");
      default -> false;
    };
  }

  /** Its rows come from another table, or go there. */
  private List<TableName> withOther() {
    while (!words.isOver() && !words.take("TABLE")) {
      words.take();
    }
    return words.isOver() ? List.of(table) : List.of(table, words.takeTable(database));
  }

  private boolean isHarmless(String verb) {
    return switch (verb) {
      case "ADD" -> HARMLESS_ADDED.contains(words.word()) || words.is("PARTITION");
      case "DROP" -> HARMLESS_DROPPED.contains(words.word());
      case "RENAME" -> words.is("INDEX", "KEY");
      case "REORGANIZE",
          "COALESCE",
          "ANALYZE",
          "CHECK",
          "OPTIMIZE",
          "REBUILD",
          "REPAIR",
          "PARTITION",
          "REMOVE",
          "" ->
          true;
      case "ALTER" -> true; // A column's default, or whether an index is seen.
      default -> HARMLESS.contains(verb);
    };
  }

  /** Which columns are no longer what their names say. */
  private void columns(String verb) {
    switch (verb) {
      case "DROP" -> {
        if (!words.is("PRIMARY") && !HARMLESS_DROPPED.contains(words.word())) {
          dropped.add(column());
        }
      }
      case "CHANGE" -> renamed.put(column(), words.take());
      case "RENAME" -> {
        if (words.is("COLUMN")) {
          String before = column();
          words.take("TO");
          renamed.put(before, words.take());
        }
      }
      default -> {}
    }
  }

  private String column() {
    words.take("COLUMN");
    words.takeIfExists();
    return words.take();
  }
}
