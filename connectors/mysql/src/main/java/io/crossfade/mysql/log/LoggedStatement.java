package io.crossfade.mysql.log;

import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a statement in the log means for somebody who reads rows. */
sealed interface LoggedStatement {
  /** A transaction begins. */
  record Begin() implements LoggedStatement {}

  record Commit() implements LoggedStatement {}

  record Rollback() implements LoggedStatement {}

  /** To a savepoint. */
  record RollbackTo() implements LoggedStatement {}

  /** The first half of a transaction in two phases begins: {@code XA START}. */
  record BeginXa() implements LoggedStatement {}

  record Truncate(TableName table) implements LoggedStatement {}

  /** These tables are gone, have another name, or other rows that no log tells. */
  record Replace(List<TableName> tables, String how) implements LoggedStatement {}

  record DropDatabase(String database) implements LoggedStatement {}

  /** The table's columns may be others from now on. */
  record Reshape(TableName table) implements LoggedStatement {}

  /** It may have written rows that the log does not tell. */
  record Write() implements LoggedStatement {}

  /** It has nothing to do with rows. */
  record Other() implements LoggedStatement {}

  String SYSTEM = "mysql";
  Set<String> BEFORE_A_NAME =
      Set.of("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "IGNORE", "INTO", "FROM");

  Set<String> HARMLESS_ADDED =
      Set.of("INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL", "CONSTRAINT", "FOREIGN", "CHECK");
  Set<String> HARMLESS_DROPPED = Set.of("INDEX", "KEY", "FOREIGN", "CONSTRAINT", "CHECK");
  Set<String> HARMLESS =
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

  /**
   * @param database in which names without one lie
   */
  static LoggedStatement parse(String sql, String database, Quotes quotes) {
    return parse(new SqlWords(sql, quotes), database);
  }

  private static LoggedStatement parse(SqlWords words, String database) {
    while (words.take("(")) {
      // A query may begin with any number of them.
    }
    String first = words.word();
    words.take();
    return switch (first) {
      case "BEGIN" -> new Begin();
      case "START" -> words.is("TRANSACTION") ? new Begin() : new Other();
      case "COMMIT" -> new Commit();
      case "ROLLBACK" ->
          words.take("WORK") && words.is("TO") || words.is("TO")
              ? new RollbackTo()
              : new Rollback();
      case "XA" -> words.is("START", "BEGIN") ? new BeginXa() : new Other();
      case "TRUNCATE" -> {
        words.take("TABLE");
        yield new Truncate(name(words, database));
      }
      case "DROP" -> drop(words, database);
      case "RENAME" -> rename(words, database);
      case "ALTER" -> alter(words, database);
      case "CREATE" -> create(words, database);
      case "SET" -> words.take("STATEMENT") ? underSettings(words, database) : new Other();
      case "INSERT", "REPLACE", "UPDATE", "DELETE" -> write(words, database);
      case "LOAD",
          "WITH",
          "CALL",
          "DO",
          "SELECT",
          "VALUES",
          "TABLE",
          "HANDLER",
          "EXECUTE",
          "IMPORT" ->
          new Write();
      default -> new Other();
    };
  }

  /** {@code SET STATEMENT lock_wait_timeout = 1 FOR} something, of MariaDB. */
  private static LoggedStatement underSettings(SqlWords words, String database) {
    while (!words.isOver() && !words.take("FOR")) {
      words.take();
    }
    return parse(words, database);
  }

  private static TableName name(SqlWords words, String database) {
    String[] name = words.takeName().orElse(new String[] {"", ""});
    return new TableName(name[0].isEmpty() ? database : name[0], name[1]);
  }

  /**
   * Servers that are run by somebody else write their notes as statements, into tables of the
   * system, which have no triggers.
   */
  private static LoggedStatement write(SqlWords words, String database) {
    while (BEFORE_A_NAME.contains(words.word())) {
      words.take();
    }
    boolean isSystem = name(words, database).schema().equalsIgnoreCase(SYSTEM);
    return isSystem && !words.is(",", "JOIN", "INNER", "LEFT", "RIGHT", "CROSS", "AS", "USING")
        ? new Other()
        : new Write();
  }

  private static void ifExists(SqlWords words) {
    if (words.take("IF")) {
      words.take("NOT");
      words.take("EXISTS");
    }
  }

  private static LoggedStatement drop(SqlWords words, String database) {
    if (words.take("DATABASE") || words.take("SCHEMA")) {
      ifExists(words);
      return new DropDatabase(words.take());
    }
    if (!words.take("TABLE") && !words.take("TABLES")) {
      return new Other();
    }
    ifExists(words);
    List<TableName> dropped = new ArrayList<>();
    do {
      dropped.add(name(words, database));
    } while (words.take(","));
    return new Replace(dropped, "was dropped");
  }

  private static LoggedStatement rename(SqlWords words, String database) {
    if (!words.take("TABLE") && !words.take("TABLES")) {
      return new Other();
    }
    ifExists(words);
    List<TableName> renamed = new ArrayList<>();
    do {
      renamed.add(name(words, database));
      while (!words.isOver() && !words.take("TO")) {
        words.take();
      }
      renamed.add(name(words, database));
    } while (words.take(","));
    return new Replace(renamed, "was renamed, or took another one's place");
  }

  private static LoggedStatement create(SqlWords words, String database) {
    if (!words.take("OR")) {
      return new Other();
    }
    words.take("REPLACE");
    if (!words.take("TABLE")) {
      return new Other();
    }
    return new Replace(List.of(name(words, database)), "was made anew");
  }

  private static LoggedStatement alter(SqlWords words, String database) {
    words.take("ONLINE");
    words.take("IGNORE");
    if (!words.take("TABLE")) {
      return new Other();
    }
    ifExists(words);
    TableName table = name(words, database);
    boolean reshaped = false;
    boolean begins = true;
    int depth = 0;
    while (!words.isOver()) {
      if (begins) {
        begins = false;
        String verb = words.word();
        words.take();
        if (verb.equals("RENAME") && !words.is("COLUMN", "INDEX", "KEY")) {
          boolean isTo = words.take("TO") || words.take("AS");
          return new Replace(
              List.of(table, name(words, database)), isTo ? "was renamed" : "has another name");
        }
        if (takesRows(verb, words)) {
          return new Replace(List.of(table), "lost or got rows with a partition or a tablespace");
        }
        reshaped |= !isHarmless(verb, words);
      } else {
        depth += words.is("(") ? 1 : words.is(")") ? -1 : 0;
        begins = depth == 0 && words.is(",");
        words.take();
      }
    }
    return reshaped ? new Reshape(table) : new Other();
  }

  private static boolean takesRows(String verb, SqlWords words) {
    return switch (verb) {
      case "DISCARD", "IMPORT", "EXCHANGE" -> true;
      case "DROP", "TRUNCATE" -> words.is("PARTITION", "SUBPARTITION");
      case "CONVERT" -> words.is("TABLE", "PARTITION");
      default -> false;
    };
  }

  private static boolean isHarmless(String verb, SqlWords words) {
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
}
