package io.crossfade.mysql.workspace;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Lease;
import io.crossfade.mysql.lease.Leases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** WAITING to COPYING, for one chunk. */
final class ChunkOpening {
  /**
   * What failed keeps nobody else waiting. Tables with many chunks first, so that the last one to
   * end is a small one. In the index's order, so that only the row that is taken is locked, and not
   * all that would have to be sorted.
   */
  private static final String NEXT =
      "SELECT "
          + ChunkTable.COLUMNS
          + " FROM crossfade.chunk FORCE INDEX (chunk_next) WHERE migration = ? AND state = 'WAITING'"
          + " ORDER BY attempt, siblings DESC, schema_name, table_name, number LIMIT 1 FOR UPDATE";

  private static final String FREE = NEXT + " SKIP LOCKED";

  private static final String TAKE =
      "UPDATE crossfade.chunk SET state = 'COPYING', attempt = attempt + 1, lease = ?, session = NULL"
          + " WHERE migration = ? AND schema_name = ? AND table_name = ? AND number = ?";

  private static final String IS_ONE_WAITING =
      "SELECT 1 FROM crossfade.chunk WHERE migration = ? AND state = 'WAITING' LIMIT 1";

  private ChunkOpening() {}

  /**
   * A batch that dropped changes holds share locks on the chunks they belong to until it commits.
   * So that none is free does not mean that none waits: then this waits for a lock rather than say
   * that there is nothing left to do.
   */
  static Optional<Chunk> open(Connection connection, Lease lease) throws SQLException {
    Leases.require(connection, lease);
    Optional<Chunk> chunk = tryToOpen(connection, lease, FREE);
    while (chunk.isEmpty() && isOneWaiting(connection, lease.migration())) {
      chunk = tryToOpen(connection, lease, NEXT);
    }
    return chunk;
  }

  private static Optional<Chunk> tryToOpen(Connection connection, Lease lease, String sql)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, lease.migration());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Chunk waiting = ChunkTable.chunk(row);
        take(connection, lease, waiting);
        return Optional.of(
            new Chunk(
                waiting.id(),
                waiting.range(),
                Chunk.State.COPYING,
                waiting.attempt() + 1,
                null,
                null,
                0));
      }
    }
  }

  private static void take(Connection connection, Lease lease, Chunk chunk) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(TAKE)) {
      update.setLong(1, lease.number());
      update.setString(2, lease.migration());
      update.setString(3, chunk.id().table().schema());
      update.setString(4, chunk.id().table().name());
      update.setInt(5, chunk.id().number());
      update.executeUpdate();
    }
  }

  private static boolean isOneWaiting(Connection connection, String migration) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(IS_ONE_WAITING)) {
      query.setString(1, migration);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }
}
