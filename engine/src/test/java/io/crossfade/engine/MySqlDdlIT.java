package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.manifest.Manifest;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tables are emptied, renamed and dropped, and the log is rotated and takes another format, while
/// they are moved and written.
@Timeout(150)
class MySqlDdlIT {
  private static final String SCRATCH =
      "CREATE TABLE scratch (id int PRIMARY KEY, note varchar(40) NOT NULL)";
  private static final String ROWS = "SELECT concat_ws(' ', id, note) FROM scratch ORDER BY id";

  @TempDir Path directory;

  private @Nullable TwoDatabases opened;
  private String schema = "";

  private void open(MySqlVersion version) throws SQLException {
    TwoDatabases databases =
        new TwoDatabases(SharedMySql.newDatabase(version), SharedPostgres.newDatabase(18));
    opened = databases;
    schema = databases.one(Side.SOURCE, "SELECT DATABASE()");
    StringBuilder old = new StringBuilder("(1, 'old')");
    for (int id = 2; id <= 2_000; id++) {
      old.append(", (").append(id).append(", 'old')");
    }
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE notes (id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL)",
        SCRATCH,
        "INSERT INTO scratch VALUES " + old);
  }

  private TwoDatabases databases() {
    return Objects.requireNonNull(opened);
  }

  private Manifest manifest(String name) {
    return databases()
        .manifest(
            name,
            """
            tables: ["%1$s.*"]
            mapping: {%1$s.notes: {to: public.notes}, %1$s.scratch: {to: public.scratch}}
            copy: {chunkRows: 100, rowsPerSecond: 2000, workers: 2}
            cutover: {deadline: 20s, firstTry: 4s}
            """
                .formatted(schema));
  }

  private BankMove move(String name) {
    return new Bank(databases()).move(manifest(name), directory);
  }

  private BankMove retaking(String name) {
    return new Bank(databases())
        .move(manifest(name), directory, Set.of(new TableName(schema, "scratch")));
  }

  private StubbornWriter writer() {
    String insert = "INSERT INTO notes (name) VALUES (?)";
    return new StubbornWriter(databases(), 1, insert, insert).gently().start();
  }

  /// Twenty times a second, until it is closed.
  private final class Rotation implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CompletableFuture<Integer> rotations =
        CompletableFuture.supplyAsync(this::rotate, Thread::startVirtualThread);

    private int rotate() {
      try (Connection connection = databases().connect(Side.SOURCE);
          Statement statement = connection.createStatement()) {
        int times = 0;
        while (!stop.get()) {
          statement.execute("FLUSH BINARY LOGS");
          times++;
          LockSupport.parkNanos(50_000_000);
        }
        return times;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      stop.set(true);
      assertThat(rotations.join()).isGreaterThan(20);
    }
  }

  @Test
  void tablesThatAreEmptiedAreEmptiedThereTooWhileTheLogIsRotated() throws Exception {
    areEmptiedThereToo(MySqlVersion.MARIADB_11_4);
  }

  @Tag("long")
  @Test
  void tablesOfMySqlThatAreEmptiedAreEmptiedThereToo() throws Exception {
    areEmptiedThereToo(MySqlVersion.MYSQL_8_0);
  }

  private void areEmptiedThereToo(MySqlVersion version) throws Exception {
    open(version);
    try (BankMove move = move("emptied_" + version.name().toLowerCase(Locale.ROOT));
        StubbornWriter writer = writer();
        Rotation _ = new Rotation()) {
      CompletableFuture<Void> run =
          CompletableFuture.runAsync(move.migration()::run, Thread::startVirtualThread);
      Await.that(() -> run.isDone() || move.copied() >= 5);
      emptied(Side.SOURCE, 1);
      run.join();
      assertSame(move, "1 after");
      emptied(Side.SOURCE, 2);
      assertSame(move, "2 after");

      assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      emptied(Side.TARGET, 3);
      assertSame(move, "3 after");
      assertThat(move.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      emptied(Side.SOURCE, 4);
      assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertSame(move, "4 after");

      writer.close();
      assertThat(move.migration().verify(false).clean()).isTrue();
      for (Side side : Side.values()) {
        assertThat(writer.missingIn(databases().column(side, "SELECT name FROM notes"))).isEmpty();
      }
    }
  }

  /// With rows before it that nobody may have any more.
  private void emptied(Side side, int id) throws SQLException {
    databases()
        .sql(
            side,
            "INSERT INTO scratch VALUES (%d, 'before')".formatted(5_000 + id),
            "TRUNCATE TABLE scratch",
            "INSERT INTO scratch VALUES (%d, 'after')".formatted(id));
  }

  private void assertSame(BankMove move, String... rows) throws SQLException {
    assertThat(move.migration().verify(false).clean()).isTrue();
    for (Side side : Side.values()) {
      assertThat(databases().column(side, ROWS)).as("on the %s", side).containsExactly(rows);
    }
  }

  /// No trigger sees it, so that no fence refuses it.
  @Tag("long")
  @Test
  void aFencedTableThatIsEmptiedIsFoundAndMended() throws Exception {
    open(MySqlVersion.MARIADB_11_4);
    try (BankMove move = move("ddl_fenced");
        StubbornWriter writer = writer()) {
      move.migration().run();
      assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      databases().sql(Side.SOURCE, "TRUNCATE TABLE scratch");
      Await.that(() -> move.migration().status().compare().drift() > 0);
      assertThat(move.migration().verify(true).tables()).isNotEmpty();
      assertThat(move.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      writer.close();
      assertThat(databases().column(Side.SOURCE, ROWS)).hasSize(2_000);
    }
  }

  @Test
  void aColumnThatIsAddedComesAlongWithItsValues() throws Exception {
    open(MySqlVersion.MARIADB_11_4);
    try (StubbornWriter writer = writer()) {
      try (BankMove move = move("ddl_grows")) {
        move.migration().run();
        databases()
            .sql(
                Side.SOURCE,
                "ALTER TABLE scratch ADD mood varchar(20) NOT NULL DEFAULT 'calm'",
                "INSERT INTO scratch (id, note, mood) VALUES (-1, 'after', 'glad')",
                "UPDATE scratch SET mood = 'sad' WHERE id = 7");
        CarriedOn.assertEnds(move.migration()::awaitEnd, ErrorCode.SOURCE_SCHEMA_CHANGED);
      }
      try (BankMove again = move("ddl_grows")) {
        again.migration().run();
        assertThat(again.migration().verify(false).clean()).isTrue();
        assertThat(
                databases()
                    .column(
                        Side.TARGET,
                        "SELECT concat_ws(' ', id, mood) FROM scratch WHERE id < 9 ORDER BY id"))
            .hasSize(9)
            .contains("-1 glad", "1 calm", "7 sad");
        assertArrives(again, writer);
      }
    }
  }

  /// What was written under the other name is not told, so that to undo it is not enough.
  @Test
  void aTableThatIsRenamedStopsItUntilItIsCopiedAnew() throws Exception {
    open(MySqlVersion.MYSQL_8_0);
    try (StubbornWriter writer = writer()) {
      try (BankMove move = move("ddl_renamed")) {
        move.migration().run();
        databases().sql(Side.SOURCE, "RENAME TABLE scratch TO aside");
        refuses("scratch", move.migration()::awaitEnd);
      }
      databases()
          .sql(
              Side.SOURCE,
              "INSERT INTO aside VALUES (-1, 'unseen')",
              "RENAME TABLE aside TO scratch",
              "INSERT INTO scratch VALUES (-2, 'back')");
      try (BankMove again = move("ddl_renamed")) {
        again.migration().run();
        Await.that(() -> lastError(again).startsWith("SOURCE_SCHEMA_CHANGED"));
        assertThat(lastError(again)).contains("--retake " + schema + ".scratch");
      }
      try (BankMove anew = retaking("ddl_renamed")) {
        anew.migration().run();
        assertThat(databases().column(Side.TARGET, ROWS)).contains("-1 unseen", "-2 back");
        assertArrives(anew, writer);
      }
    }
  }

  @Tag("long")
  @Test
  void aTableThatIsDroppedStopsItUntilItIsMadeAndCopiedAnew() throws Exception {
    open(MySqlVersion.MARIADB_11_4);
    try (StubbornWriter writer = writer()) {
      try (BankMove move = move("ddl_dropped")) {
        move.migration().run();
        databases().sql(Side.SOURCE, "DROP TABLE scratch");
        refuses("scratch", move.migration()::awaitEnd);
      }
      try (BankMove gone = move("ddl_dropped")) {
        refuses("scratch", gone.migration()::run);
      }
      databases().sql(Side.SOURCE, SCRATCH, "INSERT INTO scratch VALUES (-2, 'anew')");
      try (BankMove anew = retaking("ddl_dropped")) {
        anew.migration().run();
        assertSame(anew, "-2 anew");
        assertArrives(anew, writer);
      }
    }
  }

  private void assertArrives(BankMove move, StubbornWriter writer) throws SQLException {
    assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    writer.close();
    assertThat(move.migration().verify(false).clean()).isTrue();
    assertThat(writer.missingIn(databases().column(Side.TARGET, "SELECT name FROM notes")))
        .isEmpty();
  }

  /// By one session, or by whoever connects from then on.
  @Tag("long")
  @ParameterizedTest
  @CsvSource({"MYSQL_8_0, SESSION", "MARIADB_11_4, GLOBAL"})
  void aLogThatIsOfStatementsIsNamedAndNobodyCutsOver(MySqlVersion version, String whose)
      throws Exception {
    open(version);
    try (BankMove move = move("statements_" + whose.toLowerCase(Locale.ROOT))) {
      move.migration().run();
      String insert = "INSERT INTO scratch VALUES (-1, 'unseen')";
      String format = "SET " + whose + " binlog_format = STATEMENT";
      if (whose.equals("SESSION")) {
        databases().sql(Side.SOURCE, format, insert);
      } else {
        databases().sql(Side.SOURCE, format);
        databases().sql(Side.SOURCE, insert, "SET GLOBAL binlog_format = ROW");
      }
      Await.that(() -> lastError(move).startsWith("SOURCE_LOG_LOST"));
      assertThat(lastError(move)).contains("binlog_format");
      Await.that(() -> move.open().board().current().reads() == Side.SOURCE);
      assertThatThrownBy(move.migration()::cutover).isInstanceOf(CrossfadeException.class);
      move.migration().abort();
    }
    try (BankMove anew = move("statements_anew_" + whose.toLowerCase(Locale.ROOT))) {
      anew.migration().run();
      assertThat(databases().column(Side.TARGET, ROWS)).contains("-1 unseen");
      assertThat(anew.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    }
  }

  private static String lastError(BankMove move) {
    return String.valueOf(move.migration().status().outlook().lastError());
  }

  private static void refuses(String word, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.SOURCE_SCHEMA_CHANGED))
        .hasMessageContaining(word);
  }
}
