package io.crossfade.mysql.apply;

import io.crossfade.connector.Batch;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Lease;
import io.crossfade.model.Mark;
import io.crossfade.model.TableName;
import io.crossfade.mysql.lease.Leases;
import io.crossfade.mysql.session.OwnTransaction;
import io.crossfade.mysql.session.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a batch begins: pass and mark; the lease and the position; share locks on the chunks that
 * changes were dropped for, which keep them WAITING until the batch has committed.
 */
final class BatchHead {
  private static final String MOVE =
      "UPDATE crossfade.stream SET position = ? WHERE migration = ? AND direction = ? AND position = ?";
  private static final String DROPPED =
      "SELECT schema_name, table_name, number FROM crossfade.chunk FORCE INDEX (PRIMARY)"
          + " WHERE migration = %s AND (%s) AND state = 'WAITING' LOCK IN SHARE MODE";
  private static final int TOGETHER = 150;

  private final Lease lease;
  private final Mark mark;

  BatchHead(Lease lease, Mark mark) {
    this.lease = lease;
    this.mark = mark;
  }

  /** Returns the dropped chunks that are not WAITING any more. */
  List<ChunkId> begin(Connection connection, Batch batch) throws SQLException {
    OwnTransaction.begin(connection, mark);
    Leases.require(connection, lease);
    move(connection, batch);
    List<ChunkId> dropped = List.copyOf(batch.dropped());
    List<ChunkId> opened = new ArrayList<>(dropped);
    for (int from = 0; from < dropped.size(); from += TOGETHER) {
      opened.removeAll(
          waiting(connection, dropped.subList(from, Math.min(dropped.size(), from + TOGETHER))));
    }
    return opened;
  }

  private void move(Connection connection, Batch batch) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(MOVE)) {
      update.setString(1, batch.through().encode());
      update.setString(2, mark.migration());
      update.setString(3, mark.direction().name());
      update.setString(4, batch.after().encode());
      if (update.executeUpdate() != 1) {
        throw batch.superseded(mark);
      }
    }
  }

  private Set<ChunkId> waiting(Connection connection, List<ChunkId> chunks) throws SQLException {
    String are =
        chunks.stream()
            .map(c ->
                "(schema_name = %s AND table_name = %s AND number = %d)"
                    .formatted(
                        Sql.literal(c.table().schema()), Sql.literal(c.table().name()), c.number()))
            .collect(Collectors.joining(" OR "));
    Set<ChunkId> waiting = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(DROPPED.formatted(Sql.literal(mark.migration()), are))) {
      while (row.next()) {
        TableName table = new TableName(row.getString(1), row.getString(2));
        waiting.add(new ChunkId(table, row.getInt(3)));
      }
    }
    return waiting;
  }
}
