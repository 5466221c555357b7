package io.crossfade.postgresql.workspace;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Freshness;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.connector.Workspace;
import io.crossfade.connector.session.SqlWork;
import io.crossfade.model.Direction;
import io.crossfade.model.KeyRange;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.fence.FenceTriggers;
import io.crossfade.postgresql.items.NotingTriggers;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** The schema {@code crossfade} in one database. */
public final class PostgresWorkspace implements Workspace {
  private final Sessions sessions;
  private final StreamTable streams;
  private final ChunkTable chunks;

  public PostgresWorkspace(Sessions sessions) {
    this.sessions = sessions;
    this.streams = new StreamTable(sessions);
    this.chunks = new ChunkTable(sessions);
  }

  @Override
  public void take(Lease lease) {
    Transaction.run(
        sessions,
        lease.migration() + "/lease",
        "take migration " + lease.migration() + " over",
        connection -> {
          WorkspaceTables.lock(connection);
          WorkspaceVersion.require(connection, sessions.name());
          WorkspaceTables.create(connection);
          connection.commit();
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
    String what = migration + "/remove";
    String doing = "remove migration " + migration;
    if (!orElse(false, what, doing, c -> exists(c, "SELECT FROM crossfade.migration LIMIT 1"))) {
      return;
    }
    FenceTriggers.drop(sessions, migration);
    NotingTriggers.drop(sessions, migration);
    Transaction.run(
        sessions,
        what,
        doing,
        connection -> {
          WorkspaceTables.lock(connection);
          WorkspaceVersion.require(connection, sessions.name());
          WorkspaceTables.create(connection); // an older one lacks what is emptied here
          WorkspaceTables.forget(connection, Sql.literal(migration));
          if (!exists(connection, "SELECT FROM crossfade.migration")) {
            WorkspaceTables.drop(connection);
          }
          return true;
        });
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
    return StreamTable.freshness(migration, direction);
  }

  /** {@code absent} where no migration has been here, so that there is no schema. */
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

  private static boolean exists(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next();
    }
  }
}
