package io.crossfade.engine;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.manifest.WhatMoves;
import io.crossfade.engine.mapping.Dialects;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.engine.mapping.Mappings;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.shape.TakingUp;
import io.crossfade.engine.steps.Prepare;
import io.crossfade.engine.store.Store;
import io.crossfade.engine.strategies.Strategies;
import io.crossfade.engine.switching.Switch;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import io.crossfade.transfer.LocalRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// A manifest's migration with everything it needs open: both databases, the journal, the route
/// board. Closing it stops this process's part; the next process goes on.
public final class OpenMigration implements AutoCloseable {
  private final Map<Side, Database> databases;
  private final Machine machine;
  private final LocalRunner runner;
  private final RouteBoard board;
  private final Journal journal;
  private final Migration migration;

  /// What a process begins with.
  ///
  /// @param spill the directory for what does not fit into memory
  /// @param anew tables of the source that a person wants copied anew
  /// @param by who has given the manifest, as `user@host` or by the name of the account
  public record Beginning(Path spill, Set<TableName> anew, String by) {
    public Beginning {
      anew = Set.copyOf(anew);
    }
  }

  /// How a process comes to a lease: at once, or when nobody else has it.
  @FunctionalInterface
  public interface Taking {
    Lease take(String migration);

    /// Has the lease that was taken counted on, so that whoever renews it knows the new number.
    default Lease counting(Supplier<Lease> on) {
      return on.get();
    }
  }

  /// Takes the migration over: from here on an older process may write nowhere. MANIFEST_CHANGED if
  /// the manifest moves something else than the one with which the migration was begun.
  public static OpenMigration open(
      Manifest manifest,
      SecretReferences secrets,
      Store store,
      Taking taking,
      Beginning beginning) {
    requireSame(manifest, store);
    Lease lease = taking.take(manifest.migration());
    requireSame(manifest, store); // who was waited for may have begun it
    Database source = Connectors.open(manifest.source().endpoint(secrets), beginning.spill());
    try {
      Database target = Connectors.open(manifest.target().endpoint(secrets), beginning.spill());
      try {
        Lease newest = newest(lease, store, taking, List.of(source, target));
        return new OpenMigration(
            manifest,
            Map.of(Side.SOURCE, source, Side.TARGET, target),
            Journal.open(store.events(), newest),
            store.decisions(),
            beginning,
            Machine.real());
      } catch (RuntimeException e) {
        target.close();
        throw e;
      }
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /// A store that was restored from an older backup gives out numbers that a database has seen
  /// already, perhaps in the name of a process that still lives.
  private static Lease newest(Lease lease, Store store, Taking taking, List<Database> databases) {
    long seen = databases.stream().mapToLong(database -> seen(database, lease)).max().orElse(0);
    if (seen < lease.number()) {
      return lease;
    }
    Journal journal = Journal.open(store.events(), lease);
    if (!journal.isEmpty() && !journal.state().phase().isEnd()) {
      // first of all: afterwards nothing shows it any more
      journal.record(new MigrationEvent.StoreRestored(lease.number(), seen));
    }
    return taking.counting(() -> store.leases().beyond(lease, seen));
  }

  /// One that is away is waited for later, and says then what it has seen.
  private static long seen(Database database, Lease lease) {
    try {
      return database
          .workspace()
          .lease(lease.migration())
          .filter(there -> there.store().equals(lease.store()))
          .map(Lease::number)
          .orElse(0L);
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.DATABASE_FAILED) {
        throw e;
      }
      return 0;
    }
  }

  private static void requireSame(Manifest manifest, Store store) {
    for (Recorded recorded : store.events().events(manifest.migration())) {
      if (recorded.event() instanceof MigrationEvent.MigrationCreated created) {
        WhatMoves.of(manifest).requireSameAs(created.manifestDigest());
      }
    }
  }

  /// Over databases that are open already; from here on they are ours to close.
  ///
  /// @param journal of this migration, in the name of the lease
  public OpenMigration(
      Manifest manifest,
      Map<Side, Database> databases,
      Journal journal,
      Switch.Decisions decisions,
      Beginning beginning,
      Machine machine) {
    this.databases = databases;
    this.journal = journal;
    this.machine = machine;
    Lease lease = journal.lease();
    TakingUp source =
        TakingUp.of(
            database(Side.SOURCE).catalog(), journal.state(), manifest.scope(), beginning.anew());
    MappingPlan mappings =
        Mappings.plan(
                manifest,
                source.tables(),
                Dialects.of(database(Side.SOURCE).catalog(), database(Side.TARGET).catalog()))
            .spelledBy(this::spelling);
    begin(manifest, lease);
    source.events().forEach(journal::record);
    this.runner = new LocalRunner(databases, this::runOnItsOwn, machine.timing());
    this.board =
        new RouteBoard(
            journal.state().route(),
            route -> journal.record(new MigrationEvent.RoutePublished(route)),
            machine.timing());
    board.readers(manifest.readers());
    Setup setup =
        new Setup(
            lease,
            mappings,
            runner,
            runner,
            machine.threads(),
            machine.streams(),
            beginning.by(),
            Strategies.followsLogs(manifest.course().strategy()));
    this.migration =
        new Assembly(setup, manifest, journal, board, decisions, machine.clock()).migration();
  }

  /// As the target said it once, or says it now: it may be away when this process starts.
  private String spelling(String type) {
    return journal
        .state()
        .progress()
        .fact(StepName.PREPARE, Prepare.TYPE + type)
        .orElseGet(() -> database(Side.TARGET).catalog().spelling(type));
  }

  Database database(Side side) {
    Database database = databases.get(side);
    if (database == null) {
      throw new IllegalStateException("no database for " + side);
    }
    return database;
  }

  private void begin(Manifest manifest, Lease lease) {
    if (journal.isEmpty()) {
      journal.record(
          new MigrationEvent.MigrationCreated(
              WhatMoves.of(manifest).text(), CrossfadeVersion.current().number()));
    }
    if (!journal.state().phase().isEnd()) {
      journal.record(
          new MigrationEvent.ProcessStarted(lease.number(), machine.pid(), machine.host()));
      compareBy(manifest.scope().comparedOtherwise());
    }
  }

  /// Verdicts by another rule are void: else a row that it had let pass would never be looked at.
  private void compareBy(List<String> columns) {
    List<String> before = List.of();
    for (Recorded recorded : journal.events()) {
      if (recorded.event() instanceof MigrationEvent.EqualityChanged changed) {
        before = changed.columns();
      }
    }
    if (!columns.equals(before)) {
      journal.record(new MigrationEvent.EqualityChanged(columns));
    }
  }

  public Migration migration() {
    return migration;
  }

  public Journal journal() {
    return journal;
  }

  public RouteBoard board() {
    return board;
  }

  /// Not on a virtual thread: that is parked and found again for every few kilobytes that come from
  /// a database, which takes three times as much of the processor as the whole copy does otherwise.
  private void runOnItsOwn(Runnable task) {
    machine.streams().newThread(task).start();
  }

  @Override
  public void close() {
    migration.close();
    board.close();
    runner.close();
    machine.threads().shutdownNow();
    databases.values().forEach(Database::close);
  }
}
