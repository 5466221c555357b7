package io.crossfade.postgresql.workspace;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Lease;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** WAITING to COPYING, for one chunk. */
final class ChunkOpening {
  /**
   * What failed keeps nobody else waiting. Tables with many chunks first, so that the last one to
   * end is a small one. The inner query locks; whoever has changed the row meanwhile makes it give
   * none.
   */
  private static final String OPEN =
      """
      UPDATE crossfade.chunk c
      SET state = 'COPYING', attempt = c.attempt + 1, lease = ?, pid = NULL, backend_start = NULL
      FROM (
        SELECT migration, schema_name, table_name, number FROM crossfade.chunk
        WHERE migration = ? AND state = 'WAITING'
        ORDER BY attempt, siblings DESC, schema_name, table_name, number
        LIMIT 1 FOR UPDATE %s) AS next
      WHERE (c.migration, c.schema_name, c.table_name, c.number)
        = (next.migration, next.schema_name, next.table_name, next.number)
      RETURNING %s
      """;

  private static final String FREE = OPEN.formatted("SKIP LOCKED", ChunkTable.COLUMNS);
  private static final String ANY = OPEN.formatted("", ChunkTable.COLUMNS);

  private static final String IS_ONE_WAITING =
      "SELECT FROM crossfade.chunk WHERE migration = ? AND state = 'WAITING' LIMIT 1";

  private ChunkOpening() {}

  /**
   * A batch that dropped changes holds share locks on the chunks they belong to until it commits.
   * So that none is free does not mean that none waits: then this waits for a lock rather than say
   * that there is nothing left to do.
   */
  static Optional<Chunk> open(Connection connection, Lease lease) throws SQLException {
    Leases.require(connection, lease);
    Transaction.execute(connection, "SET LOCAL lock_timeout = '1min'");
    Optional<Chunk> chunk = tryToOpen(connection, lease, FREE);
    while (chunk.isEmpty() && isOneWaiting(connection, lease.migration())) {
      chunk = tryToOpen(connection, lease, ANY);
    }
    return chunk;
  }

  private static Optional<Chunk> tryToOpen(Connection connection, Lease lease, String sql)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, lease.number());
      update.setString(2, lease.migration());
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? Optional.of(ChunkTable.chunk(row)) : Optional.empty();
      }
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
