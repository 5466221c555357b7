package io.crossfade.memory;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Freshness;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.connector.Workspace;
import io.crossfade.memory.WorkspaceRows.LeaseRow;
import io.crossfade.memory.WorkspaceRows.StreamName;
import io.crossfade.model.Direction;
import io.crossfade.model.KeyRange;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Leases, streams and chunks, in transactions of the server whose rows they belong to. */
final class MemoryWorkspace implements Workspace {
  private static final Duration HOLDERS_PATIENCE = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 5;

  private final Connections connections;
  private final MemoryServer server;
  private final WorkspaceRows rows;
  private final MemoryChunks chunks;

  MemoryWorkspace(Connections connections) {
    this.connections = connections;
    this.server = connections.server();
    this.rows = server.workspace();
    this.chunks = new MemoryChunks(server);
  }

  /** Waits for those who write with an older lease; one that was stopped in the middle is ended. */
  @Override
  public void take(Lease lease) {
    for (int attempt = 1; ; attempt++) {
      try (Session session = connections.open(lease.migration() + "/lease", HOLDERS_PATIENCE)) {
        session.run("take the lease", t -> taken(t, lease));
        session.commit();
        return;
      } catch (ServerError e) {
        if (e.kind() != ServerError.Kind.LOCK_TIMEOUT || attempt == ATTEMPTS) {
          throw connections.failed("take migration " + lease.migration() + " over", e);
        }
        endHolders(lease);
      }
    }
  }

  private boolean taken(Transaction t, Lease lease) {
    server.transactions().number(t);
    LeaseRow valid = rows.leases.locked(t, lease.migration());
    if (valid != null) {
      lease.requireNoNewer(new Lease(lease.migration(), valid.store(), valid.number()));
    }
    rows.leases.put(t, lease.migration(), new LeaseRow(lease.store(), lease.number()));
    return true;
  }

  private void endHolders(Lease lease) {
    connections.ask(
        lease.migration() + "/lease",
        "end who keeps the lease",
        t -> {
          server.endSessions(s ->
              s.holds(rows.leases.holders(lease.migration()))
                  && s.name().startsWith(lease.migration() + "/"));
          return true;
        });
  }

  @Override
  public Optional<Lease> lease(String migration) {
    return connections.ask(
        migration + "/lease",
        "look for the migration",
        t ->
            Optional.ofNullable(rows.leases.get(t, migration))
                .map(row -> new Lease(migration, row.store(), row.number())));
  }

  @Override
  public void remove(String migration) {
    connections.change(
        migration + "/remove",
        "remove migration " + migration,
        t -> {
          server.transactions().number(t);
          rows.leases.removeAll(t, migration::equals);
          rows.streams.removeAll(t, name -> name.migration().equals(migration));
          rows.chunks.removeAll(t, name -> name.migration().equals(migration));
          rows.fences.removeAll(t, migration::equals);
          return true;
        });
  }

  @Override
  public void begin(Lease lease, Direction direction, StreamState start) {
    ours(
        lease,
        "record where the stream begins",
        t -> {
          StreamName name = new StreamName(lease.migration(), direction);
          if (rows.streams.locked(t, name) == null) {
            rows.streams.put(t, name, start);
          }
          return true;
        });
  }

  @Override
  public void rebase(Lease lease, Direction direction, StreamState start) {
    ours(
        lease,
        "move the stream's position",
        t -> {
          StreamName name = new StreamName(lease.migration(), direction);
          if (rows.streams.locked(t, name) == null) {
            throw StreamState.notBegun(lease.migration(), direction, server.name());
          }
          rows.streams.put(t, name, start);
          return true;
        });
  }

  @Override
  public Optional<StreamState> stream(String migration, Direction direction) {
    return connections.ask(
        migration + "/position",
        "read how far the stream has been applied",
        t -> Optional.ofNullable(rows.streams.get(t, new StreamName(migration, direction))));
  }

  @Override
  public void plan(Lease lease, TableName source, List<KeyRange> ranges) {
    ours(lease, "record the chunks of " + source, t -> chunks.plan(t, lease, source, ranges));
  }

  @Override
  public void forget(Lease lease, TableName source) {
    ours(
        lease,
        "forget the chunks of " + source,
        t -> {
          rows.chunks.removeAll(
              t,
              name ->
                  name.migration().equals(lease.migration()) && name.id().table().equals(source));
          return true;
        });
  }

  @Override
  public List<Chunk> chunks(String migration) {
    return connections.ask(migration + "/chunks", "read the chunks", t -> chunks.all(t, migration));
  }

  @Override
  public Optional<Chunk> open(Lease lease) {
    return ours(lease, "open a chunk", t -> chunks.open(t, lease));
  }

  @Override
  public void reopen(Lease lease) {
    ours(lease, "give chunks back that a dead worker left", t -> chunks.reopenDead(t, lease));
  }

  @Override
  public void reopen(Lease lease, Chunk chunk) {
    ours(lease, "give " + chunk.id() + " back", t -> chunks.reopen(t, lease, chunk));
  }

  /** Not SQL: {@link Application#position} and {@link Application#isReached} ask the same. */
  @Override
  public Freshness freshness(String migration, Direction direction) {
    return new Freshness("position", "reached " + migration + " " + direction);
  }

  private <T> T ours(Lease lease, String doing, Function<Transaction, T> statement) {
    return connections.change(
        lease.migration() + "/workspace",
        doing,
        t -> {
          server.transactions().number(t);
          rows.require(t, lease);
          return statement.apply(t);
        });
  }
}
