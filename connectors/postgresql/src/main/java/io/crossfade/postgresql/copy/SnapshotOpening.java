package io.crossfade.postgresql.copy;

import io.crossfade.model.Boundary;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Position;
import io.crossfade.model.Table;
import io.crossfade.postgresql.log.Lsn;
import io.crossfade.postgresql.log.SnapshotBoundary;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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

  record Seen(Boundary boundary, Position end) {}

  static Seen begin(Connection connection, String database, List<Table> tables)
      throws SQLException {
    connection.setAutoCommit(false);
    Transaction.execute(connection, lock(tables));
    String snapshot = one(connection, SNAPSHOT);
    if (snapshot.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          database
              + " is a standby; snapshots must be taken on the primary: name the primary in the manifest");
    }
    String end = one(connection, "SELECT pg_current_wal_insert_lsn()::text");
    return new Seen(SnapshotBoundary.parse(snapshot), Lsn.parse(end));
  }

  private static final String SNAPSHOT =
      "SELECT CASE WHEN pg_is_in_recovery() THEN '' ELSE pg_current_snapshot()::text END";

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

  private static String one(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
