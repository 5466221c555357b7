package io.crossfade.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Changes that wait in the source's log.
///
/// @param tables all that are changed
/// @param create makes the tables with the rows that stand before, on either side
/// @param write makes the changes, on the source
record Backlog(String name, List<String> tables, Create create, Write write) {
  /// How many rows a transaction inserts, as a batch job does.
  private static final int AT_ONCE = 1_000;

  private static final int CLIENTS = 8;

  /// 100,000 accounts each.
  private static final long CHANGES_PER_SCALE = 100_000;

  interface Create {
    void on(Site site) throws Exception;
  }

  interface Write {
    /// Returns how many changes that were.
    long on(Site source) throws Exception;
  }

  /// Wide rows are inserted.
  static Backlog inserts(long rows) {
    return new Backlog(
        "inserts", WideRows.TABLES, WideRows::create, source -> insert(source, rows));
  }

  private static long insert(Site source, long rows) throws SQLException {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      long written = 0;
      while (written < rows) {
        String table = WideRows.TABLES.get((int) (written / AT_ONCE % WideRows.TABLES.size()));
        long to = Math.min(rows, written + AT_ONCE);
        written += statement.executeUpdate(WideRows.insert(table, written + 1, to));
      }
      return written;
    }
  }

  /// Small transactions: three updates and an insert, of which many change the same rows.
  static Backlog pgbench(Peers peers, long changes) {
    String program = peers.program("pgbench");
    long transactions = Math.max(1, changes / 4 / CLIENTS);
    long scale = Math.max(1, changes / CHANGES_PER_SCALE);
    return new Backlog(
        "pgbench",
        List.of("pgbench_accounts", "pgbench_branches", "pgbench_tellers", "pgbench_history"),
        site -> {
          Programs.run(List.of(program, "-qis" + scale, site.uri()));
          site.sql("ALTER TABLE pgbench_history ADD id bigserial PRIMARY KEY");
        },
        source -> {
          Programs.run(
              List.of(
                  program,
                  "-n",
                  "-c" + CLIENTS,
                  "-j" + Arena.WORKERS,
                  "-t" + transactions,
                  "--random-seed=1",
                  source.uri() + "?options=-csynchronous_commit%3Doff"));
          return transactions * CLIENTS * 4;
        });
  }
}
