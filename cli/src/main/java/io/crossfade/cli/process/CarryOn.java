package io.crossfade.cli.process;

import io.crossfade.engine.Control;
import io.crossfade.engine.OpenMigration;
import io.crossfade.engine.Status;
import io.crossfade.engine.audit.Act;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.store.AuditHeads;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.engine.store.ProcessGuard;
import io.crossfade.engine.store.Store;
import io.crossfade.engine.store.StorePlace;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.TableName;
import io.crossfade.server.Access;
import io.crossfade.server.AccountRoutes;
import io.crossfade.server.ApprovalRoutes;
import io.crossfade.server.AuditRoutes;
import io.crossfade.server.AuditedRequests;
import io.crossfade.server.ConnectionFile;
import io.crossfade.server.ControlServer;
import io.crossfade.server.EventRoutes;
import io.crossfade.server.KeyedRequests;
import io.crossfade.server.LedgerRoutes;
import io.crossfade.server.ListRoutes;
import io.crossfade.server.MigrationRoutes;
import io.crossfade.server.ReportRoutes;
import io.crossfade.server.RouteRoutes;
import io.crossfade.server.Routes;
import io.crossfade.server.access.StoredAccounts;
import io.crossfade.server.hosting.Carried;
import io.crossfade.server.hosting.Migrations;
import io.crossfade.server.hosting.Turn;
import io.crossfade.server.pages.TeamReport;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes this process the one that carries a migration on: guard, store, migration, and the
/// endpoint at which other terminals ask it. Closing stops them in the other order; the next
/// process goes on.
public final class CarryOn implements AutoCloseable {
  private final Opened opened;
  private final Carried migration;
  private final @Nullable Turn turn;
  private final Audited audited;

  private CarryOn(Opened opened, Carried migration, @Nullable Turn turn, Audited audited) {
    this.opened = opened;
    this.migration = migration;
    this.turn = turn;
    this.audited = audited;
  }

  /// How a process comes to carry a migration on that others may carry on too.
  ///
  /// @param atOnce whether to take it from whoever does
  /// @param terminal is told for whom we wait
  /// @param spill the directory for what does not fit into memory; the state directory where null
  /// @param anew tables of the source that are to be copied anew
  public record Manner(
      boolean atOnce, Consumer<String> terminal, @Nullable Path spill, Set<TableName> anew) {
    public Manner {
      anew = Set.copyOf(anew);
    }
  }

  /// Where the store is shared, waits until it is this process's turn.
  public static CarryOn start(
      Engine engine, Path manifest, StateDirectory directory, Manner manner) {
    Opened opened = new Opened();
    try {
      ProcessGuard guard = ProcessGuard.take(directory.path(), StateDirectory.PATIENCE);
      opened.add(guard, guard::close);
      LogFile.open(directory.path());
      Store store = Store.open(directory.store(), InstantSource.system());
      opened.add(store, store::close);
      store.audit().listen(new AuditHeads(directory.path()));
      Turn turn = turn(store, directory, manner);
      if (turn != null) {
        opened.add(turn, turn::close);
      }
      Audited audited = new Audited(store, LeaseHolder.here(directory.path()));
      opened.add(audited, audited::ends);
      Carried migration =
          engine.open(
              manifest,
              store,
              taking(store, directory, turn),
              new OpenMigration.Beginning(spill(manner, directory), manner.anew(), Asker.here()));
      opened.add(migration, migration::close);
      if (turn != null) {
        turn.whenLost(migration::close);
      }
      audited.begins(migration.control().status().where().migration());
      serve(opened, guard, migration, store, directory.path());
      opened.add(store, store::stopWaiting);
      return new CarryOn(opened, migration, turn, audited);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /// Null where the guard of the directory is all it needs.
  private static @Nullable Turn turn(Store store, StateDirectory directory, Manner manner) {
    return switch (directory.store()) {
      case StorePlace.InDirectory _ -> null;
      case StorePlace.OnServer _ ->
          new Turn(
              store.leases(),
              LeaseHolder.here(directory.path()),
              manner.atOnce(),
              manner.terminal());
    };
  }

  private static Path spill(Manner manner, StateDirectory directory) {
    return manner.spill() == null ? directory.path() : manner.spill();
  }

  private static OpenMigration.Taking taking(
      Store store, StateDirectory directory, @Nullable Turn turn) {
    return turn == null
        ? migration -> store.leases().take(migration, LeaseHolder.here(directory.path()))
        : turn;
  }

  /// Returns when the migration has ended or was closed; throws what stopped it. SUPERSEDED when
  /// another process has taken it over.
  public Status run() throws InterruptedException {
    try {
      migration.run();
    } catch (CrossfadeException e) {
      requireTurn(); // says it better than whatever was refused first
      throw e;
    }
    requireTurn();
    return status();
  }

  private void requireTurn() {
    if (turn != null) {
      turn.requireKept();
    }
  }

  /// What the endpoint offers to other terminals, for who is in the same process.
  public Control control() {
    return migration.control();
  }

  public Status status() {
    return control().status();
  }

  /// As [Control#repair], for the command that is this process itself: the audit has it too, and
  /// routers have heard of a route that was mended.
  ///
  /// @param dryRun only says what would be done
  public Control.RepairReport repair(boolean dryRun) throws InterruptedException {
    long before = epoch();
    Act asked =
        Act.asked(
            Asker.here(),
            status().where().migration(),
            "repair",
            Act.details(dryRun ? Map.of("dryRun", "true") : Map.of()));
    Control.RepairReport report = audited.verb(asked, () -> control().repair(dryRun));
    Optional<RouteBoard> board = migration.board();
    if (board.isEmpty() || epoch() == before) {
      return report;
    }
    List<Control.Repaired> all = new ArrayList<>(report.repaired());
    all.add(RoutersTold.await(board.get()));
    return new Control.RepairReport(dryRun, all);
  }

  private long epoch() {
    return migration.board().map(board -> board.current().epoch()).orElse(0L);
  }

  /// Answers the verbs under way first: one of them may be what ended the migration. Repeatable.
  @Override
  public void close() {
    opened.close();
  }

  private static void serve(
      Opened opened, ProcessGuard guard, Carried migration, Store store, Path directory) {
    String name = migration.control().status().where().migration();
    Migrations one = Migrations.only(name, migration.control());
    Access access =
        Access.random().and(new StoredAccounts(store.accounts(), InstantSource.system()));
    List<Routes> routes =
        List.of(
            new KeyedRequests(store.answers()),
            new AuditedRequests(store.audit(), access),
            new RouteRoutes(asked -> asked.equals(name) ? migration.board() : Optional.empty()),
            new ListRoutes(one),
            new MigrationRoutes(one),
            new ApprovalRoutes(one),
            new AccountRoutes(store.accounts(), InstantSource.system()),
            new ReportRoutes(one, asked -> TeamReport.of(asked, one, store.audit())),
            new EventRoutes(one),
            new LedgerRoutes(one),
            new AuditRoutes(store.audit()));
    ControlServer server = ControlServer.start(access, routes);
    opened.add(server, server::close);
    guard.announce(server.endpoint());
    ConnectionFile.write(directory.resolve("routes"), server.connection(name), access.routers());
  }
}
