package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Side;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A transaction of a million rows, to PostgreSQL and back again: there at once and as a whole, and
/// no more memory is needed for it than for small ones.
@Tag("long")
@Timeout(1800)
class MillionRowsIT {
  private static final int ROWS = 1_000_000;
  private static final int LAST = 1_007;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /// As objects the rows of one transaction would take more.
  private static final long MOST_BYTES = 160L << 20;

  /// Both servers know it; MariaDB stops at a thousand unless it is told otherwise.
  private static final String NUMBERS =
      "WITH RECURSIVE n AS (SELECT 1 i UNION ALL SELECT i + 1 FROM n WHERE i < 1000)";

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
  void comeAndGoInOneTransaction(MySqlVersion version) throws Exception {
    TwoDatabases databases =
        new TwoDatabases(SharedMySql.newDatabase(version), SharedPostgres.newDatabase(18));
    String schema = databases.one(Side.SOURCE, "SELECT DATABASE()");
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE items (id int PRIMARY KEY, name varchar(60) NOT NULL)",
        "INSERT INTO items VALUES (-1, 'old')");
    String rest =
        "tables: [\"%1$s.*\"]\nmapping: {%1$s.items: {to: public.items}}\ncutover: {deadline: 60s}"
            .formatted(schema);
    try (BankMove move =
            new Bank(databases).move(databases.manifest(name(version), rest), directory);
        Memory memory = new Memory()) {
      move.migration().run();
      inOneTransaction(
          databases,
          Side.SOURCE,
          "INSERT INTO items "
              + NUMBERS
              + " SELECT a.i * 1000 + b.i, concat('a row of some length, number ', a.i, ' ', b.i) FROM n a, n b WHERE a.i <= "
              + ROWS / 1_000,
          "UPDATE items SET name = 'last' WHERE id = " + LAST);
      awaitAll(databases, Side.TARGET, "last");
      assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      inOneTransaction(
          databases,
          Side.TARGET,
          "UPDATE items SET name = name || '!' WHERE id >= 0",
          "UPDATE items SET name = 'last of all' WHERE id = " + LAST);
      awaitAll(databases, Side.SOURCE, "last of all");
      assertThat(move.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(move.migration().verify(false).clean()).isTrue();
      assertThat(memory.most()).as("bytes that were in use at once").isLessThan(MOST_BYTES);
    }
  }

  private static String name(MySqlVersion version) {
    return "million_rows_" + version.name().toLowerCase(Locale.ROOT);
  }

  private static void inOneTransaction(TwoDatabases databases, Side side, String... statements)
      throws SQLException {
    try (Connection connection = databases.connect(side);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }

  /// Whoever sees the last row sees all of them.
  private static void awaitAll(TwoDatabases databases, Side side, String last) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!databases
        .column(side, "SELECT name FROM items WHERE id = " + LAST)
        .equals(List.of(last))) {
      assertThat(deadline - System.nanoTime()).as("the rows are not there: %s", side).isPositive();
      LockSupport.parkNanos(50_000_000);
    }
    assertThat(databases.one(side, "SELECT count(*) FROM items WHERE name <> 'old'"))
        .isEqualTo(Integer.toString(ROWS));
  }

  /// What is still in use after the collector was there, looked at every few seconds.
  private static final class Memory implements AutoCloseable {
    private final AtomicLong most = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().daemon().start(this::look);

    private void look() {
      Runtime runtime = Runtime.getRuntime();
      while (!Thread.currentThread().isInterrupted()) {
        System.gc();
        most.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
        LockSupport.parkNanos(5_000_000_000L);
      }
    }

    long most() {
      return most.get();
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
