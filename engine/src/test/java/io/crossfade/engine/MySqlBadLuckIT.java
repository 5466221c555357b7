package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What people do to a source while it is moved: seen in time, and nothing is lost by it.
@Timeout(90)
class MySqlBadLuckIT {
  private static final String RIGHT = "E4FC";

  /// One letter in UTF-8.
  private static final String WRONG = "C3A4";

  @TempDir Path directory;

  private static TwoDatabases newDatabases(MySqlVersion version) {
    return new TwoDatabases(SharedMySql.newDatabase(version), SharedPostgres.newDatabase(18));
  }

  /// No log tells it: the comparison finds it, nobody cuts over, and repair mends it.
  @Test
  void whatIsKeptFromTheLogIsFoundAndMended() throws Exception {
    Bank bank = new Bank(newDatabases(MySqlVersion.MYSQL_8_0)).opened();
    try (BankMove move = bank.move(bank.manifest("sql_log_bin", ""), directory);
        BankClient client = bank.client(1)) {
      move.migration().run();
      bank.databases()
          .sql(
              Side.SOURCE,
              "SET sql_log_bin = 0",
              "INSERT INTO drafts VALUES (-7000, 'unseen')",
              "UPDATE drafts SET note = 'unseen' WHERE id = -1",
              "DELETE FROM drafts WHERE id = -2");
      client.awaitWritten(20);

      assertThat(move.migration().verify(false).clean()).isFalse();
      assertThat(move.migration().status().compare().drift()).isEqualTo(3);
      refuses(ErrorCode.GATE_REFUSED, "rows differ", move.migration()::cutover);
      assertThat(move.migration().verify(true).clean()).isTrue();

      assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      client.awaitWritten(20);
      client.close();
      assertThat(move.migration().verify(false).clean()).isTrue();
      bank.assertKept();
    }
  }

  /// As gh-ost and pt-online-schema-change end.
  @Tag("long")
  @Test
  void aTableThatIsSwappedByRenameIsCopiedAnew() throws Exception {
    Bank bank = new Bank(newDatabases(MySqlVersion.MARIADB_11_4)).opened();
    try (BankMove move = bank.move(bank.manifest("swapped_server", ""), directory)) {
      try (BankClient client = bank.client(1)) {
        move.migration().run();
        client.awaitWritten(20);
      }
      bank.databases()
          .sql(
              Side.SOURCE,
              "CREATE TABLE _drafts_gho LIKE drafts",
              "ALTER TABLE _drafts_gho ADD COLUMN seen int NOT NULL DEFAULT 7",
              "INSERT INTO _drafts_gho (id, note) SELECT id, note FROM drafts",
              "RENAME TABLE drafts TO _drafts_del, _drafts_gho TO drafts",
              "DROP TABLE _drafts_del",
              "INSERT INTO drafts VALUES (-7000, 'after', 8)");
      refuses(ErrorCode.SOURCE_SCHEMA_CHANGED, "drafts", move.migration()::awaitEnd);
    }
    try (BankMove again = bank.move(bank.manifest("swapped_server", ""), directory)) {
      refuses(ErrorCode.SOURCE_SCHEMA_CHANGED, "docs/source-changes.md", again.migration()::run);
    }
    try (BankMove anew =
            bank.move(
                bank.manifest("swapped_server", ""), directory, Set.of(bank.onSource("drafts")));
        BankClient client = bank.client(2)) {
      anew.migration().run();
      assertThat(anew.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      client.awaitWritten(20);
      client.close();
      assertThat(anew.migration().verify(false).clean()).isTrue();
      bank.assertKept();
      assertThat(bank.databases().one(Side.TARGET, "SELECT seen FROM drafts WHERE id = -7000"))
          .isEqualTo("8");
    }
  }

  /// It was purged while no process read it, as where a log is kept for hours only.
  @Test
  void aLogThatWasPurgedMeanwhileIsNamed() throws Exception {
    Bank bank = new Bank(newDatabases(MySqlVersion.MYSQL_8_0)).opened();
    try (BankMove move = bank.move(bank.manifest("purged", ""), directory)) {
      move.migration().run();
    }
    bank.databases()
        .sql(Side.SOURCE, "INSERT INTO drafts VALUES (-7000, 'missed')", "FLUSH BINARY LOGS");
    String newest = bank.databases().column(Side.SOURCE, "SHOW BINARY LOGS").getLast();
    Await.that(() -> isPurged(bank.databases(), newest));
    try (BankMove again = bank.move(bank.manifest("purged", ""), directory)) {
      again.migration().run();
      Await.that(() -> lastError(again).contains(newest));
      assertThat(lastError(again)).startsWith("SOURCE_LOG_LOST");
      Await.that(() -> again.open().board().current().reads() == Side.SOURCE);
      refuses(ErrorCode.GATE_REFUSED, "", again.migration()::cutover);
      again.migration().abort();
    }
    try (BankMove anew = bank.move(bank.manifest("purged_anew", ""), directory)) {
      anew.migration().run();
      assertThat(anew.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      bank.assertKept();
    }
  }

  /// A file that somebody still reads stays.
  private static boolean isPurged(TwoDatabases databases, String upTo) {
    try {
      databases.sql(Side.SOURCE, "PURGE BINARY LOGS TO '" + upTo + "'");
      return databases.one(Side.SOURCE, "SHOW BINARY LOGS").equals(upTo);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The letters that are meant arrive, whatever the column or the connection says; bytes that
  /// somebody stored under a wrong character set stay as wrong as they are, on both sides.
  @Tag("long")
  @Test
  void lettersArriveWhateverTheConnectionsSpeak() throws Exception {
    TwoDatabases databases = newDatabases(MySqlVersion.MARIADB_11_4);
    String schema = databases.one(Side.SOURCE, "SELECT DATABASE()");
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE words (id int PRIMARY KEY, old varchar(20) CHARACTER SET latin1, new"
            + " varchar(20) CHARACTER SET utf8mb4)",
        words(1, RIGHT),
        words(2, WRONG));
    String rest =
        "tables: [\"%1$s.*\"]\nmapping: {%1$s.words: {to: public.words}}".formatted(schema);
    try (BankMove move = new Bank(databases).move(databases.manifest("letters", rest), directory)) {
      move.migration().run();
      databases.sql(Side.SOURCE, words(3, RIGHT), words(4, WRONG));
      assertThat(move.migration().verify(false).clean()).isTrue();
      assertThat(
              databases.column(
                  Side.TARGET, "SELECT concat_ws(' ', id, old, new) FROM words ORDER BY id"))
          .containsExactly(
              "1 \u00e4\u00fc \u00e4\u00fc",
              "2 \u00c3\u00a4 \u00c3\u00a4",
              "3 \u00e4\u00fc \u00e4\u00fc",
              "4 \u00c3\u00a4 \u00c3\u00a4");
      assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      databases.sql(Side.TARGET, "UPDATE words SET old = new || '\u00df'");
      assertThat(move.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(databases.column(Side.SOURCE, "SELECT hex(old) FROM words ORDER BY id"))
          .containsExactly("E4FCDF", "C3A4DF", "E4FCDF", "C3A4DF");
    }
  }

  /// What a session says that speaks latin1, in truth or not.
  private static String words(int id, String bytes) {
    return "INSERT INTO words VALUES (%1$d, _latin1 X'%2$s', _latin1 X'%2$s')".formatted(id, bytes);
  }

  /// Of a session that is not strict; the target has no such date.
  @Tag("long")
  @Test
  void aDateOfZeroIsNamedAndWaitedFor() throws Exception {
    TwoDatabases databases = newDatabases(MySqlVersion.MYSQL_8_0);
    String schema = databases.one(Side.SOURCE, "SELECT DATABASE()");
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE days (id int PRIMARY KEY, day date, mild date)",
        "INSERT INTO days VALUES (1, '2024-02-29', '2024-02-29')");
    String rest =
        "tables: [\"%1$s.*\"]\nmapping: {%1$s.days: {to: public.days, columns: {mild: {zeroDates: asNull}}}}"
            .formatted(schema);
    try (BankMove move =
        new Bank(databases).move(databases.manifest("zero_dates", rest), directory)) {
      move.migration().run();
      databases.sql(
          Side.SOURCE,
          "SET sql_mode = ''",
          "INSERT INTO days VALUES (2, '2024-03-01', '0000-00-00')",
          "INSERT INTO days VALUES (3, '2024-00-10', NULL)");
      Await.that(() -> lastError(move).contains("public.days with id=3"));
      assertThat(lastError(move)).startsWith("TARGET_REFUSED_ROW").contains("column day");
      refuses(ErrorCode.GATE_REFUSED, "", move.migration()::cutover);

      databases.sql(Side.SOURCE, "SET sql_mode = ''", "UPDATE days SET day = NULL WHERE id = 3");
      assertThat(move.migration().verify(false).clean()).isTrue();
      assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertThat(
              databases.column(
                  Side.TARGET, "SELECT concat(id, ' ', day, ' ', mild) FROM days ORDER BY id"))
          .containsExactly("1 2024-02-29 2024-02-29", "2 2024-03-01 ", "3  ");
    }
  }

  private static String lastError(BankMove move) {
    return String.valueOf(move.migration().status().outlook().lastError());
  }

  private static void refuses(ErrorCode code, String word, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .hasMessageContaining(word);
  }
}
