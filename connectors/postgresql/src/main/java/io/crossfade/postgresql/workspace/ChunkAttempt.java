package io.crossfade.postgresql.workspace;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Lease;
import io.crossfade.model.Boundary;
import io.crossfade.model.Position;
import io.crossfade.postgresql.lease.Leases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** One attempt at copying one chunk, from the writer's side. */
public final class ChunkAttempt {
  private static final String MINE =
      " WHERE c.migration = ? AND c.schema_name = ? AND c.table_name = ? AND c.number = ?"
          + " AND c.attempt = ? AND c.state = 'COPYING'";

  private static final String RECORD =
      "UPDATE crossfade.chunk c SET pid = pg_backend_pid(),"
          + " backend_start = (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())"
          + MINE;

  private static final String DONE =
      "UPDATE crossfade.chunk c SET state = 'DONE', boundary = ?, retire_after = ?, rows = ?,"
          + " pid = NULL, backend_start = NULL"
          + MINE;

  private final Lease lease;
  private final Chunk chunk;

  public ChunkAttempt(Lease lease, Chunk chunk) {
    this.lease = lease;
    this.chunk = chunk;
  }

  /** The name that the session must bear, so that it can be found and ended. */
  public String sessionName() {
    return ChunkReopening.sessionName(lease, chunk);
  }

  /**
   * Commits which session copies, before the copy begins: whoever replaces us must know it even if
   * we hang.
   */
  public void recordSession(Connection connection) throws SQLException {
    Leases.require(connection, lease);
    try (PreparedStatement update = connection.prepareStatement(RECORD)) {
      setMine(update, 1);
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
      setMine(update, 4);
      requireOne(update.executeUpdate());
    }
  }

  private void setMine(PreparedStatement update, int first) throws SQLException {
    update.setString(first, lease.migration());
    update.setString(first + 1, chunk.id().table().schema());
    update.setString(first + 2, chunk.id().table().name());
    update.setInt(first + 3, chunk.id().number());
    update.setInt(first + 4, chunk.attempt());
  }

  private void requireOne(int updated) {
    if (updated != 1) {
      throw chunk.superseded(lease.migration());
    }
  }
}
