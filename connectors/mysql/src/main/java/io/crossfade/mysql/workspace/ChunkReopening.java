package io.crossfade.mysql.workspace;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Lease;
import io.crossfade.mysql.session.NamedLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * COPYING back to WAITING, after the session that copied was ended. A worker that hangs keeps its
 * rows locked, and the next attempt would wait for it forever.
 *
 * <p>Its session is the one that has the attempt's named lock: connection numbers are used again
 * after a restart, and sessions are lent to others after an attempt.
 */
final class ChunkReopening {
  private static final String COPYING =
      "SELECT "
          + ChunkTable.COLUMNS
          + ", lease, session FROM crossfade.chunk WHERE migration = ? AND state = 'COPYING'";
  private static final String WAITING =
      "UPDATE crossfade.chunk SET state = 'WAITING', session = NULL" + ChunkAttempt.MINE;
  private static final int SECONDS = 10;

  private ChunkReopening() {}

  static void reopenDead(Connection connection, Lease lease) throws SQLException {
    for (Chunk chunk : dead(connection, lease)) {
      reopen(connection, lease, chunk);
    }
  }

  static void reopen(Connection connection, Lease lease, Chunk chunk) throws SQLException {
    NamedLock.endHolder(connection, ChunkAttempt.lockName(lease, chunk), SECONDS);
    try (PreparedStatement update = connection.prepareStatement(WAITING)) {
      ChunkAttempt.setMine(update, 1, lease, chunk);
      update.executeUpdate();
    }
  }

  /** Left by an older lease; or by ours, where the session is gone. */
  private static List<Chunk> dead(Connection connection, Lease lease) throws SQLException {
    List<Chunk> dead = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(COPYING)) {
      query.setString(1, lease.migration());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Chunk chunk = ChunkTable.chunk(row);
          if (row.getLong("lease") < lease.number() || isGone(connection, lease, chunk, row)) {
            dead.add(chunk);
          }
        }
      }
    }
    return dead;
  }

  private static boolean isGone(Connection connection, Lease lease, Chunk chunk, ResultSet row)
      throws SQLException {
    long session = row.getLong("session");
    if (row.wasNull()) {
      return false;
    }
    OptionalLong holder = NamedLock.holder(connection, ChunkAttempt.lockName(lease, chunk));
    return holder.isEmpty() || holder.getAsLong() != session;
  }
}
