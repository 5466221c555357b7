package io.crossfade.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/// Applies the same changes of a MariaDB server to another one and to PostgreSQL.
@Command(
    name = "apply-mysql",
    mixinStandardHelpOptions = true,
    description = "Apply changes to MariaDB: against applying them to PostgreSQL.")
final class MySqlApplyBench extends BenchCommand {
  private static final String DATABASE = "wide";

  /// Rows of a transaction, as a batch job writes them.
  private static final int AT_ONCE = 1_000;

  private static final int ACCOUNTS = 10_000;

  private static final String[] TABLES = {
    MySqlRows.make("wide_1"),
    MySqlRows.make("wide_2"),
    "CREATE TABLE account (id int PRIMARY KEY, branch int NOT NULL, balance decimal(14,2) NOT NULL, seen datetime(3) NOT NULL, filler char(80) NOT NULL)",
    "CREATE TABLE history (id bigint PRIMARY KEY, account int NOT NULL, amount decimal(14,2) NOT NULL, note varchar(60) NOT NULL)"
  };

  private enum Kind {
    INSERTS,
    /// Two updates and an insert each.
    SMALL
  }

  @Override
  List<Outcome> run(Arena arena) throws Exception {
    Path directory = Files.createTempDirectory("crossfade-bench-");
    try (MySqlSite source = MySqlSite.start(directory.resolve("source"), DATABASE);
        MySqlSite into = MySqlSite.start(directory.resolve("into"), DATABASE)) {
      arena.servers().alsoCount(source.server().pid());
      arena.servers().alsoCount(into.server().pid());
      source.sql(TABLES);
      List<Outcome> outcomes = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        outcomes.add(run(arena, kind, source, into));
      }
      return outcomes;
    } finally {
      Directories.delete(directory);
    }
  }

  private static Outcome run(Arena arena, Kind kind, MySqlSite source, MySqlSite into)
      throws Exception {
    MySqlApplying maria = new MySqlApplying(source, new MySqlApplying.MariaDb(into), kind.name());
    MySqlApplying postgres =
        new MySqlApplying(
            source, new MySqlApplying.Postgres(arena.servers().target("apply")), kind.name());
    for (int round = 0; round < arena.allRounds(); round++) {
      maria.retain(round);
      postgres.retain(round);
    }
    long changes = write(source, kind, arena.rows());
    Results results = Race.run(arena, List.of(maria.contestant(), postgres.contestant()));
    return new Outcome(
        "apply-mysql-" + kind.name().toLowerCase(Locale.ROOT),
        source.rows("SELECT version()").getFirst() + " -> the same, " + arena.servers().version(),
        new Outcome.Amount(changes, 0),
        results.all(),
        List.of(
            Ratio.atLeast(
                1,
                "speed of applying to PostgreSQL",
                results.of(postgres.name()),
                results.of(maria.name()))),
        arena.peers().missing());
  }

  private static long write(MySqlSite source, Kind kind, long rows) throws SQLException {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET time_zone = '+00:00'");
      return switch (kind) {
        case INSERTS -> inserts(connection, rows);
        case SMALL -> small(connection, rows);
      };
    }
  }

  private static long inserts(Connection source, long rows) throws SQLException {
    try (Statement statement = source.createStatement()) {
      for (long written = 0; written < rows; written += AT_ONCE) {
        String table = MySqlRows.TABLES.get((int) (written / AT_ONCE % MySqlRows.TABLES.size()));
        statement.execute(MySqlRows.insert(table, written + 1, written + AT_ONCE));
      }
    }
    return rows;
  }

  private static long small(Connection source, long rows) throws SQLException {
    try (Statement statement = source.createStatement()) {
      statement.execute(
          "INSERT INTO account SELECT seq, seq % 100, seq, '2026-01-01', '' FROM seq_1_to_"
              + ACCOUNTS);
      statement.execute(
          """
          CREATE OR REPLACE PROCEDURE small(transactions int)
            FOR i IN 0 .. transactions - 1 DO
              START TRANSACTION;
              UPDATE account SET balance = balance + i + 1, seen = '2026-02-01' + INTERVAL i SECOND WHERE id = 1 + i * 7919 % 10000;
              UPDATE account SET balance = balance - i - 1, seen = '2026-02-01' + INTERVAL i SECOND WHERE id = 1 + (i * 7919 + 1) % 10000;
              INSERT INTO history VALUES (i + 1, 1 + i * 7919 % 10000, i, concat('Transfer ', i));
              COMMIT;
            END FOR\
          """);
      statement.execute("SET GLOBAL sync_binlog = 0, GLOBAL innodb_flush_log_at_trx_commit = 0");
      statement.execute("CALL small(" + rows / 5 + ")");
      return ACCOUNTS + rows / 5 * 3;
    }
  }
}
