package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.Change;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.mysqlservers.MySqlVersion;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may happen to a log: it is followed, or refused by name, and never passed over. */
@Timeout(60)
class LogBadLuckIT {
  static final String SERVERS = "io.crossfade.mysql.Tables#versions";
  static final String ITEM = "CREATE TABLE item (id int PRIMARY KEY, name varchar(20), note text)";

  private static void refuses(ErrorCode code, String word, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(word);
  }

  /** Follows a table through statements that are to be refused. */
  static void refuses(MySqlVersion version, ErrorCode code, String word, String... statements)
      throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(ITEM, "CREATE TABLE other (id int PRIMARY KEY)");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute("INSERT INTO item VALUES (1, 'before', NULL)");
      scene.tables.execute(statements);
      try (ChangeStream stream = scene.stream(from, item)) {
        refuses(code, word, () -> scene.all(stream));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void rotatedLogIsFollowedIntoTheNextFile(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(ITEM);
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "INSERT INTO item VALUES (1, 'a', NULL)",
          "FLUSH BINARY LOGS",
          "FLUSH BINARY LOGS",
          "INSERT INTO item VALUES (2, 'b', NULL)");
      try (ChangeStream stream = scene.stream(from, item)) {
        List<LoggedTransaction> told = scene.all(stream);
        assertThat(told).hasSize(2).isSortedAccordingTo((a, b) -> a.end().compareTo(b.end()));
        BinlogPosition end = (BinlogPosition) told.get(1).end();
        assertThat(end.file()).isEqualTo(((BinlogPosition) from).file() + 2);
        long distance = scene.tables.database.log().distance(from, end);
        assertThat(distance).isGreaterThan(end.offset());
        assertThat(scene.tables.database.log().distance(end, from)).isEqualTo(-distance);
      }
      scene.tables.execute("FLUSH BINARY LOGS");
      Position atItsEnd = new BinlogPosition(((BinlogPosition) from).file() + 3, 4);
      try (ChangeStream stream = scene.stream(atItsEnd, item)) {
        assertThat(scene.all(stream)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void purgedLogIsSaidToBeLost(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(ITEM);
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute("INSERT INTO item VALUES (1, 'a', NULL)", "FLUSH BINARY LOGS");
      Position later = scene.tables.database.log().marker("later");
      String file = scene.tables.query("SHOW MASTER STATUS").get(0).split("\\|")[0];
      purge(scene, file);

      refuses(ErrorCode.SOURCE_LOG_LOST, file, () -> scene.stream(from, item).close());
      Position retained = scene.retain(item);
      assertThat(retained.compareTo(from)).isPositive();
      assertThat(later.isAtLeast(retained)).isTrue();
      scene.stream(later, item).close();
    }
  }

  /** MariaDB keeps a file until InnoDB has no more need of it. */
  private static void purge(LogScene scene, String file) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!scene.tables.query("SHOW BINARY LOGS").get(0).startsWith(file)) {
      assertThat(System.nanoTime()).as("the older files are gone").isLessThan(deadline);
      scene.tables.execute("PURGE BINARY LOGS TO '" + file + "'");
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void logThatWasPutBackIsSaidToBeLost(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(ITEM);
      Table item = scene.table("item");
      BinlogPosition from = (BinlogPosition) scene.retain(item);
      BinlogPosition ahead = new BinlogPosition(from.file(), from.offset() + 1_000_000);
      refuses(ErrorCode.SOURCE_LOG_LOST, "does not exist", () -> scene.stream(ahead, item).close());
      BinlogPosition farAhead = new BinlogPosition(from.file() + 9, 4);
      refuses(ErrorCode.SOURCE_LOG_LOST, "is gone", () -> scene.stream(farAhead, item).close());
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void statementInPlaceOfRowsIsRefused(MySqlVersion version) throws Exception {
    refuses(
        version,
        ErrorCode.SOURCE_LOG_LOST,
        "binlog_format",
        "SET SESSION binlog_format = STATEMENT",
        "INSERT INTO item VALUES (2, 'b', NULL)");
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void renamedAndDroppedTablesAreRefused(MySqlVersion version) throws Exception {
    ErrorCode code = ErrorCode.SOURCE_SCHEMA_CHANGED;
    refuses(version, code, "renamed", "RENAME TABLE item TO gone, other TO item");
    refuses(version, code, "renamed", "ALTER TABLE item RENAME TO gone");
    refuses(version, code, "dropped", "DROP TABLE IF EXISTS other, item");
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void changedColumnsAreRefusedWithTheNextRow(MySqlVersion version) throws Exception {
    ErrorCode code = ErrorCode.SOURCE_SCHEMA_CHANGED;
    String row = "INSERT INTO item (id) VALUES (2)";
    refuses(version, code, "column more", "ALTER TABLE item ADD COLUMN more int", row);
    refuses(version, code, "column name", "ALTER TABLE item DROP COLUMN name", row);
    refuses(version, code, "column name", "ALTER TABLE item CHANGE name called varchar(20)", row);
    refuses(
        version,
        code,
        "column name",
        "ALTER TABLE item MODIFY name varchar(20) CHARACTER SET latin1",
        row);
    refuses(
        version,
        code,
        "column note",
        "ALTER TABLE item MODIFY note text CHARACTER SET latin1",
        row);
  }

  /** There is nothing then by which a column could be known again. */
  @ParameterizedTest
  @MethodSource(SERVERS)
  void changedColumnsAreRefusedWhereTheLogHasNoNames(MySqlVersion version) throws Exception {
    refuses(
        version,
        ErrorCode.SOURCE_SCHEMA_CHANGED,
        "binlog_row_metadata",
        "SET GLOBAL binlog_row_metadata = MINIMAL",
        "ALTER TABLE item CHANGE name called varchar(20)",
        "INSERT INTO item (id) VALUES (2)",
        "SET GLOBAL binlog_row_metadata = FULL");
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void whatDoesNotChangeRowsIsPassed(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(ITEM);
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "INSERT INTO item VALUES (1, 'a', NULL)",
          "ALTER TABLE item ADD INDEX by_name (name), COMMENT = 'item, DROP COLUMN name'",
          "CREATE TABLE item2 LIKE item",
          "DROP TABLE item2",
          "CREATE VIEW seen AS SELECT * FROM item",
          "INSERT INTO item VALUES (2, 'b', NULL)",
          "TRUNCATE item",
          "INSERT INTO item VALUES (3, 'c', NULL)");
      try (ChangeStream stream = scene.stream(from, item)) {
        assertThat(scene.changes(stream))
            .containsExactly(
                new Change.Insert(item.name(), Row.of("1", "a", null)),
                new Change.Insert(item.name(), Row.of("2", "b", null)),
                new Change.Truncate(List.of(item.name())),
                new Change.Insert(item.name(), Row.of("3", "c", null)));
      }
    }
  }

  /** As after a column was added and the migration has taken it up: the log is older. */
  @ParameterizedTest
  @MethodSource(SERVERS)
  void olderRowsAreToldAsFarAsTheyGo(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(ITEM);
      Position from = scene.retain(scene.table("item"));
      scene.tables.execute(
          "INSERT INTO item VALUES (1, 'a', 'long')",
          "ALTER TABLE item ADD COLUMN more int FIRST, DROP COLUMN note",
          "INSERT INTO item VALUES (5, 2, 'b')",
          "ALTER TABLE item MODIFY name varchar(30)");
      Table now = scene.table("item");
      try (ChangeStream stream = scene.stream(from, now)) {
        List<Change> changes = scene.changes(stream);
        assertThat(changes)
            .containsExactly(
                new Change.Unreadable(now.name(), List.of(Key.of("1"))),
                new Change.Unreadable(now.name(), List.of(Key.of("2"))));
      }
      scene.tables.execute("ALTER TABLE item MODIFY name varchar(20)");
      Table again = scene.table("item");
      try (ChangeStream stream = scene.stream(from, again)) {
        List<Change> changes = scene.changes(stream);
        Row first = ((Change.Insert) changes.get(0)).row();
        assertThat(first.isAbsent(again.indexOf("more"))).isTrue();
        assertThat(first.value(again.indexOf("name"))).isEqualTo("a");
        assertThat(changes.get(1))
            .isEqualTo(new Change.Insert(again.name(), Row.of("5", "2", "b")));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void preparedTransactionsAreRefusedInScope(MySqlVersion version) throws Exception {
    refuses(
        version,
        ErrorCode.SOURCE_LOG_LOST,
        "XA",
        "XA START 'ours'",
        "INSERT INTO item VALUES (2, 'b', NULL)",
        "XA END 'ours'",
        "XA PREPARE 'ours'",
        "XA COMMIT 'ours'");
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void preparedTransactionsOfOthersAreNoMatter(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(ITEM, "CREATE TABLE other (id int PRIMARY KEY)");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "XA START 'theirs'",
          "INSERT INTO other VALUES (1)",
          "XA END 'theirs'",
          "XA PREPARE 'theirs'",
          "XA COMMIT 'theirs'",
          "XA START 'whole'",
          "INSERT INTO item VALUES (1, 'a', NULL)",
          "XA END 'whole'",
          "XA COMMIT 'whole' ONE PHASE",
          "INSERT INTO item VALUES (2, 'b', NULL)");
      try (ChangeStream stream = scene.stream(from, item)) {
        assertThat(scene.changes(stream))
            .containsExactly(
                new Change.Insert(item.name(), Row.of("1", "a", null)),
                new Change.Insert(item.name(), Row.of("2", "b", null)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void partOfATransactionThatWasRolledBackIsNotTold(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(ITEM);
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "BEGIN",
          "INSERT INTO item VALUES (1, 'a', NULL)",
          "SAVEPOINT here",
          "INSERT INTO item VALUES (2, 'b', NULL)",
          "ROLLBACK TO here",
          "INSERT INTO item VALUES (3, 'c', NULL)",
          "COMMIT");
      try (ChangeStream stream = scene.stream(from, item)) {
        assertThat(scene.changes(stream))
            .extracting(change -> ((Change.Insert) change).row().value(0))
            .containsExactly("1", "3");
      }
    }
  }

  /** Nobody can see it: only a comparison finds it, and docs/mysql.md says so. */
  @ParameterizedTest
  @MethodSource(SERVERS)
  void whatIsKeptFromTheLogIsNotTold(MySqlVersion version) throws Exception {
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute(ITEM);
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute("SET sql_log_bin = 0", "INSERT INTO item VALUES (1, 'a', NULL)");
      try (ChangeStream stream = scene.stream(from, item)) {
        assertThat(scene.all(stream)).isEmpty();
      }
      assertThat(scene.tables.rows(item)).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void jsonThatIsToldInPartIsRefused(MySqlVersion version) throws Exception {
    assumeTrue(!version.isMariaDb(), "MariaDB has no such log");
    try (LogScene scene = new LogScene(version)) {
      scene.tables.execute("CREATE TABLE item (id int PRIMARY KEY, j json)");
      Table item = scene.table("item");
      Position from = scene.retain(item);
      scene.tables.execute(
          "INSERT INTO item VALUES (1, JSON_OBJECT('a', REPEAT('x', 500), 'b', 1))",
          "SET SESSION binlog_row_value_options = PARTIAL_JSON, binlog_row_image = MINIMAL",
          "UPDATE item SET j = JSON_SET(j, '$.b', 2)");
      try (ChangeStream stream = scene.stream(from, item)) {
        refuses(ErrorCode.SOURCE_LOG_LOST, "binlog_row_value_options", () -> scene.all(stream));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void transactionThatIsCompressedAsAWholeIsRefused(MySqlVersion version) throws Exception {
    assumeTrue(!version.isMariaDb(), "MariaDB compresses events, which are read");
    refuses(
        version,
        ErrorCode.SOURCE_LOG_LOST,
        "binlog_transaction_compression",
        "SET SESSION binlog_transaction_compression = 1",
        "INSERT INTO item VALUES (2, REPEAT('b', 20), REPEAT('x', 1000))");
  }
}
