package io.crossfade.postgresql.copy;

import io.crossfade.model.Table;
import io.crossfade.postgresql.log.LogEnd;
import io.crossfade.postgresql.log.Lsn;
import io.crossfade.postgresql.log.RunningTransactions;
import io.crossfade.postgresql.log.SnapshotBoundary;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Begins a snapshot in the order that the stitch asks for: the locks, then the snapshot, then the
 * log's end.
 *
 * <p>The locks come first, because a table that is rewritten between snapshot and read shows no
 * rows at all; LOCK TABLE itself takes no snapshot. The log's end comes last, because only then
 * everything that the snapshot has seen lies before it. A standby is refused: its snapshots and the
 * primary's stream do not agree about what is committed.
 */
final class SnapshotOpening {
  private SnapshotOpening() {}

  record Seen(SnapshotBoundary boundary, Lsn end) {}

  static Seen begin(Connection connection, String database, List<Table> tables)
      throws SQLException {
    connection.setAutoCommit(false);
    Transaction.execute(connection, lock(tables));
    return new Seen(
        RunningTransactions.snapshot(connection, database), LogEnd.read(connection, database));
  }

  private static String lock(List<Table> tables) {
    // The sort is forbidden for digests: the planner would rather sort whole rows than hash into
    // buckets.
    String settings =
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL lock_timeout = '10s'; SET LOCAL enable_sort = off; SET LOCAL jit = off;"
            + " SET LOCAL max_parallel_workers_per_gather = 0";
    if (tables.isEmpty()) {
      return settings;
    }
    List<String> names = tables.stream().map(t -> Sql.table(t.name())).sorted().toList();
    return settings + "; LOCK TABLE " + String.join(", ", names) + " IN ACCESS SHARE MODE";
  }
}
