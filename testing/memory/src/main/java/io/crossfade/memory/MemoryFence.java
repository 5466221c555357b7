package io.crossfade.memory;

import io.crossfade.connector.Fence;
import io.crossfade.connector.Lease;
import io.crossfade.memory.WorkspaceRows.FenceRow;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** The refusal of writes: a row in our workspace that every write of the tables looks at. */
final class MemoryFence implements Fence {
  private static final Duration LIFT_PATIENCE = Duration.ofSeconds(10);

  private final Connections connections;
  private final MemoryServer server;

  MemoryFence(Connections connections) {
    this.connections = connections;
    this.server = connections.server();
  }

  @Override
  public void raise(Lease lease, List<TableName> tables, Duration patience) {
    // Who was superseded must not even hold writers up.
    connections.change(what(lease), "see whose turn it is", t -> required(t, lease));
    long deadline = server.turn().nanoTime() + patience.toNanos();
    while (!tryToRaise(lease, tables, deadline)) {
      if (server.turn().nanoTime() >= deadline) {
        throw deadlinePassed(tables, patience);
      }
    }
  }

  /** In a deadlock it is never the application that pays: we give all locks back and try again. */
  private boolean tryToRaise(Lease lease, List<TableName> tables, long deadline) {
    Duration left = Duration.ofNanos(Math.max(0, deadline - server.turn().nanoTime()));
    try (Session session = connections.open(what(lease), left)) {
      session.run("lock the tables against writers", t -> owned(t, tables));
      session.run("raise the fence", t -> raised(t, lease, tables));
      session.commit();
      return true;
    } catch (ServerError e) {
      if (e.kind() == ServerError.Kind.DEADLOCK || e.kind() == ServerError.Kind.LOCK_TIMEOUT) {
        return false;
      }
      throw connections.failed("raise the fence", e);
    }
  }

  private boolean owned(Transaction t, List<TableName> tables) {
    server.transactions().number(t);
    tables.stream().sorted().forEach(table -> server.table(table).lock().own(t, false));
    return true;
  }

  private boolean raised(Transaction t, Lease lease, List<TableName> tables) {
    required(t, lease);
    server.workspace().fences.locked(t, lease.migration());
    server.workspace().fences.put(t, lease.migration(), new FenceRow(t.id, 0, tables));
    return true;
  }

  private boolean required(Transaction t, Lease lease) {
    server.transactions().number(t);
    server.workspace().require(t, lease);
    return true;
  }

  @Override
  public void lift(Lease lease, List<TableName> tables) {
    connections.change(
        what(lease),
        "lift the fence",
        LIFT_PATIENCE,
        t -> {
          if (server.workspace().isEmpty()) {
            return false;
          }
          required(t, lease);
          FenceRow fence = server.workspace().fences.locked(t, lease.migration());
          if (fence != null) {
            FenceRow lifted = new FenceRow(fence.raised(), fence.raised(), fence.tables());
            server.workspace().fences.put(t, lease.migration(), lifted);
          }
          return true;
        });
  }

  @Override
  public String byHand(String migration) {
    return "end the process";
  }

  @Override
  public boolean isRaised(String migration) {
    return connections.ask(
        migration + "/fence",
        "see whether the fence is raised",
        t -> {
          FenceRow fence = server.workspace().fences.get(t, migration);
          return fence != null && fence.isRaised();
        });
  }

  private static String what(Lease lease) {
    return lease.migration() + "/fence";
  }

  private CrossfadeException deadlinePassed(List<TableName> tables, Duration patience) {
    TreeSet<String> writers =
        connections.ask(
            "fence",
            "name the writers",
            t -> {
              TreeSet<String> names = new TreeSet<>();
              for (TableName table : tables) {
                server.table(table).lock().writers().forEach(w -> names.add(w.toString()));
              }
              return names;
            });
    return new CrossfadeException(
        ErrorCode.DEADLINE_PASSED,
        "writers did not end within "
            + patience.toMillis()
            + " ms, and nothing was changed there: "
            + String.join(", ", writers)
            + "; end them and try again");
  }
}
