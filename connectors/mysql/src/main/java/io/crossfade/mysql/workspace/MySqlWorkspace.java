package io.crossfade.mysql.workspace;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Freshness;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.connector.Workspace;
import io.crossfade.connector.session.SqlWork;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.KeyRange;
import io.crossfade.model.TableName;
import io.crossfade.mysql.fence.FenceTriggers;
import io.crossfade.mysql.lease.Leases;
import io.crossfade.mysql.session.NamedLock;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.session.SqlState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The database {@code crossfade} on one server. */
public final class MySqlWorkspace implements Workspace {
  /** Two processes may make or drop the workspace at once. */
  private static final String LOCK = NamedLock.name("workspace");

  private static final int PATIENCE_SECONDS = 60;

  private final Sessions sessions;
  private final StreamTable streams;
  private final ChunkTable chunks;

  public MySqlWorkspace(Sessions sessions) {
    this.sessions = sessions;
    this.streams = new StreamTable(sessions);
    this.chunks = new ChunkTable(sessions);
  }

  @Override
  public void take(Lease lease) {
    sessions.call(
        lease.migration() + "/lease",
        "take migration " + lease.migration() + " over",
        connection -> {
          lock(connection);
          createIfOlder(connection);
          Lineage.begin(connection, sessions.server(connection));
          Leases.take(connection, lease);
          return true;
        });
  }

  @Override
  public Optional<Lease> lease(String migration) {
    return orElse(
        Optional.empty(),
        migration + "/lease",
        "look for the migration",
        connection -> {
          WorkspaceVersion.require(connection, sessions.name());
          return Leases.newest(connection, migration);
        });
  }

  @Override
  public void remove(String migration) {
    sessions.call(
        migration + "/remove",
        "remove migration " + migration,
        connection -> {
          if (WorkspaceTables.isThere(connection)) {
            lock(connection);
            createIfOlder(connection); // an older one lacks what is emptied here
            FenceTriggers.drop(connection, migration);
            connection.setAutoCommit(false);
            WorkspaceTables.forget(connection, migration);
            connection.commit();
            connection.setAutoCommit(true);
            if (!hasMigrations(connection)) {
              WorkspaceTables.drop(connection);
            }
          }
          return true;
        });
  }

  /** Until the session is given back. */
  private void lock(Connection connection) throws SQLException {
    if (!NamedLock.take(connection, LOCK, PATIENCE_SECONDS)) {
      throw new CrossfadeException(
          ErrorCode.DATABASE_FAILED,
          "another process has been at work on the database crossfade on "
              + sessions.name()
              + " for "
              + PATIENCE_SECONDS
              + " s; try again when it is done",
          Map.of(CrossfadeException.PASSES, "true"));
    }
  }

  private void createIfOlder(Connection connection) throws SQLException {
    WorkspaceVersion.require(connection, sessions.name());
    if (WorkspaceVersion.found(connection) < WorkspaceVersion.OURS) {
      WorkspaceTables.create(connection);
    }
  }

  private static boolean hasMigrations(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM crossfade.migration LIMIT 1")) {
      return row.next();
    }
  }

  @Override
  public void begin(Lease lease, Direction direction, StreamState start) {
    streams.begin(lease, direction, start);
  }

  @Override
  public void rebase(Lease lease, Direction direction, StreamState start) {
    streams.rebase(lease, direction, start);
  }

  @Override
  public Optional<StreamState> stream(String migration, Direction direction) {
    return orElse(
        Optional.empty(),
        migration + "/position",
        "read how far the stream has been applied",
        connection -> StreamTable.read(connection, migration, direction));
  }

  @Override
  public void plan(Lease lease, TableName source, List<KeyRange> ranges) {
    chunks.plan(lease, source, ranges);
  }

  @Override
  public void forget(Lease lease, TableName source) {
    chunks.forget(lease, source);
  }

  @Override
  public List<Chunk> chunks(String migration) {
    return orElse(
        List.of(),
        migration + "/chunks",
        "read the chunks",
        connection -> ChunkTable.read(connection, migration));
  }

  @Override
  public Optional<Chunk> open(Lease lease) {
    return chunks.open(lease);
  }

  @Override
  public void reopen(Lease lease) {
    chunks.reopen(lease);
  }

  @Override
  public void reopen(Lease lease, Chunk chunk) {
    chunks.reopen(lease, chunk);
  }

  @Override
  public Freshness freshness(String migration, Direction direction) {
    return streams.freshness(migration, direction);
  }

  /** {@code absent} where no migration has been here, so that there is no database of ours. */
  private <T> T orElse(T absent, String what, String doing, SqlWork<T> work) {
    return sessions.call(
        what,
        doing,
        connection -> {
          try {
            return work.on(connection);
          } catch (SQLException e) {
            if (SqlState.isMissingSchema(e)) {
              return absent;
            }
            throw e;
          }
        });
  }
}
