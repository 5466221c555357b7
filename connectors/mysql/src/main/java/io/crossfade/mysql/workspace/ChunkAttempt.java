package io.crossfade.mysql.workspace;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Lease;
import io.crossfade.model.Boundary;
import io.crossfade.model.Position;
import io.crossfade.mysql.lease.Leases;
import io.crossfade.mysql.session.NamedLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** One attempt at copying one chunk, from the writer's side. */
public final class ChunkAttempt {
  static final String MINE =
      " WHERE migration = ? AND schema_name = ? AND table_name = ? AND number = ?"
          + " AND attempt = ? AND state = 'COPYING'";

  private static final String RECORD =
      "UPDATE crossfade.chunk SET session = CONNECTION_ID()" + MINE;
  private static final String DONE =
      "UPDATE crossfade.chunk SET state = 'DONE', boundary = ?, retire_after = ?, copied = ?, session = NULL"
          + MINE;

  private final Lease lease;
  private final Chunk chunk;

  public ChunkAttempt(Lease lease, Chunk chunk) {
    this.lease = lease;
    this.chunk = chunk;
  }

  /** The name of the lock that the attempt's session has as long as it lives. */
  static String lockName(Lease lease, Chunk chunk) {
    return NamedLock.name(
        lease.migration()
            + "/"
            + chunk.id().table()
            + "/"
            + chunk.id().number()
            + "."
            + chunk.attempt());
  }

  /**
   * Commits which session copies, before the copy begins: whoever replaces us must know it even if
   * we hang.
   */
  public void recordSession(Connection connection) throws SQLException {
    Leases.require(connection, lease);
    if (!NamedLock.take(connection, lockName(lease, chunk), 0)) {
      throw chunk.superseded(lease.migration());
    }
    try (PreparedStatement update = connection.prepareStatement(RECORD)) {
      setMine(update, 1, lease, chunk);
      requireOne(update.executeUpdate());
    }
    connection.commit();
  }

  /** To be committed together with the rows. */
  public void done(Connection connection, Boundary boundary, Position retireAfter, long rows)
      throws SQLException {
    Leases.require(connection, lease);
    try (PreparedStatement update = connection.prepareStatement(DONE)) {
      update.setString(1, boundary.encode());
      update.setString(2, retireAfter.encode());
      update.setLong(3, rows);
      setMine(update, 4, lease, chunk);
      requireOne(update.executeUpdate());
    }
  }

  static void setMine(PreparedStatement statement, int first, Lease lease, Chunk chunk)
      throws SQLException {
    statement.setString(first, lease.migration());
    statement.setString(first + 1, chunk.id().table().schema());
    statement.setString(first + 2, chunk.id().table().name());
    statement.setInt(first + 3, chunk.id().number());
    statement.setInt(first + 4, chunk.attempt());
  }

  private void requireOne(int updated) {
    if (updated != 1) {
      throw chunk.superseded(lease.migration());
    }
  }
}
