package io.crossfade.mysql.log;

import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /**
   * The table's columns may be others from now on.
   *
   * @param dropped columns; there may be others under their names now
   * @param renamed columns, by what they were called before
   */
  record Reshape(TableName table, List<String> dropped, Map<String, String> renamed)
      implements LoggedStatement {}

  /** It may have written rows that the log does not tell. */
  record Write() implements LoggedStatement {}

  /** It has nothing to do with rows. */
  record Other() implements LoggedStatement {}

  String SYSTEM = "mysql";
  Set<String> BEFORE_A_NAME =
      Set.of("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "IGNORE", "INTO", "FROM");

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
        yield new Truncate(words.takeTable(database));
      }
      case "DROP" -> drop(words, database);
      case "RENAME" -> rename(words, database);
      case "ALTER" -> LoggedAlter.parse(words, database);
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

  /**
   * Servers that are run by somebody else write their notes as statements, into tables of the
   * system, which have no triggers.
   */
  private static LoggedStatement write(SqlWords words, String database) {
    while (BEFORE_A_NAME.contains(words.word())) {
      words.take();
    }
    boolean isSystem = words.takeTable(database).schema().equalsIgnoreCase(SYSTEM);
    return isSystem && !words.is(",", "JOIN", "INNER", "LEFT", "RIGHT", "CROSS", "AS", "USING")
        ? new Other()
        : new Write();
  }

  private static LoggedStatement drop(SqlWords words, String database) {
    if (words.take("DATABASE") || words.take("SCHEMA")) {
      words.takeIfExists();
      return new DropDatabase(words.take());
    }
    if (!words.take("TABLE") && !words.take("TABLES")) {
      return new Other();
    }
    words.takeIfExists();
    List<TableName> dropped = new ArrayList<>();
    do {
      dropped.add(words.takeTable(database));
    } while (words.take(","));
    return new Replace(dropped, "was dropped");
  }

  private static LoggedStatement rename(SqlWords words, String database) {
    if (!words.take("TABLE") && !words.take("TABLES")) {
      return new Other();
    }
    words.takeIfExists();
    List<TableName> renamed = new ArrayList<>();
    do {
      renamed.add(words.takeTable(database));
      while (!words.isOver() && !words.take("TO")) {
        words.take();
      }
      renamed.add(words.takeTable(database));
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
    return new Replace(List.of(words.takeTable(database)), "was made anew");
  }
}
