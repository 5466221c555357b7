package io.crossfade.postgresql.apply;

import io.crossfade.connector.Batch;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Lease;
import io.crossfade.model.Mark;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.OwnTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a batch begins, in one round trip: pass and mark; the lease and the position; share locks on
 * the chunks that changes were dropped for, which keep them WAITING until the batch has committed.
 */
final class BatchHead {
  private static final String MOVE_POSITION =
      "SELECT "
          + OwnTransaction.PASS_AND_MARK
          + "; WITH valid AS ("
          + Leases.LOCKED
          + """
          ), moved AS (
            UPDATE crossfade.stream SET position = ?
            WHERE migration = ? AND direction = ? AND position = ? AND (SELECT lease FROM valid) = ? RETURNING 1)
          SELECT (SELECT lease FROM valid), (SELECT count(*) FROM moved)\
          """;

  private static final String LOCK_DROPPED =
      """
      ; SELECT c.schema_name, c.table_name, c.number
      FROM crossfade.chunk c JOIN unnest(?::text[], ?::text[], ?::int[]) AS d(schema_name, table_name, number)
        ON (c.schema_name, c.table_name, c.number) = (d.schema_name, d.table_name, d.number)
      WHERE c.migration = ? AND c.state = 'WAITING' FOR SHARE OF c\
      """;

  private final Lease lease;
  private final Mark mark;

  BatchHead(Lease lease, Mark mark) {
    this.lease = lease;
    this.mark = mark;
  }

  /** Returns the dropped chunks that are not WAITING any more. */
  List<ChunkId> begin(Connection connection, Batch batch) throws SQLException {
    List<ChunkId> dropped = List.copyOf(batch.dropped());
    String sql = dropped.isEmpty() ? MOVE_POSITION : MOVE_POSITION + LOCK_DROPPED;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      setParameters(connection, statement, batch, dropped);
      statement.execute();
      statement.getMoreResults();
      requireMoved(statement, batch);
      List<ChunkId> opened = new ArrayList<>(dropped);
      if (statement.getMoreResults()) {
        opened.removeAll(waiting(statement));
      }
      return opened;
    }
  }

  private void setParameters(
      Connection connection, PreparedStatement statement, Batch batch, List<ChunkId> dropped)
      throws SQLException {
    statement.setString(1, mark.migration());
    statement.setString(2, OwnTransaction.text(mark));
    statement.setString(3, mark.migration());
    statement.setString(4, batch.through().encode());
    statement.setString(5, mark.migration());
    statement.setString(6, mark.direction().name());
    statement.setString(7, batch.after().encode());
    statement.setString(8, Leases.text(lease));
    if (!dropped.isEmpty()) {
      Object[] schemas = dropped.stream().map(c -> c.table().schema()).toArray();
      Object[] tables = dropped.stream().map(c -> c.table().name()).toArray();
      Object[] numbers = dropped.stream().map(ChunkId::number).toArray();
      statement.setArray(9, connection.createArrayOf("text", schemas));
      statement.setArray(10, connection.createArrayOf("text", tables));
      statement.setArray(11, connection.createArrayOf("int4", numbers));
      statement.setString(12, mark.migration());
    }
  }

  private void requireMoved(PreparedStatement statement, Batch batch) throws SQLException {
    try (ResultSet row = statement.getResultSet()) {
      row.next();
      if (!Leases.text(lease).equals(row.getString(1))) {
        throw lease.superseded();
      }
      if (row.getLong(2) != 1) {
        throw batch.superseded(mark);
      }
    }
  }

  private static Set<ChunkId> waiting(PreparedStatement statement) throws SQLException {
    Set<ChunkId> waiting = new HashSet<>();
    try (ResultSet rows = statement.getResultSet()) {
      while (rows.next()) {
        TableName table = new TableName(rows.getString(1), rows.getString(2));
        waiting.add(new ChunkId(table, rows.getInt(3)));
      }
    }
    return waiting;
  }
}
