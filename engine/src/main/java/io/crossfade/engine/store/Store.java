package io.crossfade.engine.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.crossfade.engine.CrossfadeVersion;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.transfer.Timing;
import java.nio.file.Path;
import java.time.InstantSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Jdbi;

/// The control store: what must survive the process. It never holds what only the two databases can
/// know. Safe for use by several threads.
public final class Store implements AutoCloseable {
  private static final String SCRIPTS = "classpath:io/crossfade/engine/store/sql";

  private final HikariDataSource connections;
  private final Absence absence;
  private final EventLog events;
  private final Decisions decisions;
  private final Leases leases;
  private final Manifests manifests;
  private final AuditLog audit;
  private final MessageCursors messages;
  private final ShareLinks shares;
  private final KeptReports reports;
  private final Accounts accounts;

  private Store(HikariDataSource connections, StoreDatabase database, InstantSource clock) {
    this.connections = connections;
    this.absence = database.absence();
    this.events = new EventLog(database, clock, CrossfadeVersion.current());
    this.decisions = new Decisions(database);
    this.leases = new Leases(database);
    this.manifests = new Manifests(database, clock);
    this.audit = new AuditLog(database.apart(), clock);
    this.messages = new MessageCursors(database.apart());
    this.shares = new ShareLinks(database.apart(), clock);
    this.reports = new KeptReports(database.apart(), clock);
    this.accounts = new Accounts(database.apart(), clock);
  }

  /// As the other, in a file.
  public static Store open(Path directory, InstantSource clock) {
    return open(new StorePlace.InDirectory(directory), clock);
  }

  /// Opens the store, making it if it is not there.
  public static Store open(StorePlace place, InstantSource clock) {
    StoreKind kind = StoreKind.of(place);
    HikariDataSource connections = connect(kind);
    try {
      migrate(connections, kind);
      return new Store(
          connections,
          new StoreDatabase(
              Jdbi.create(connections),
              kind.place(),
              kind.sync(),
              kind.isFile() ? () -> letGo(connections) : () -> {},
              new Absence(Timing.REAL)),
          clock);
    } catch (FlywayException e) {
      connections.close();
      throw unreadable(kind, e);
    } catch (CrossfadeException e) {
      connections.close();
      throw e;
    }
  }

  /// What has happened to each migration.
  public EventLog events() {
    return events;
  }

  /// The outcomes of switches.
  public Decisions decisions() {
    return decisions;
  }

  public Leases leases() {
    return leases;
  }

  /// What was given to servers.
  public Manifests manifests() {
    return manifests;
  }

  /// Who asked for what.
  public AuditLog audit() {
    return audit;
  }

  /// What people were told.
  public MessageCursors messages() {
    return messages;
  }

  public ShareLinks shares() {
    return shares;
  }

  /// Of migrations that have ended.
  public KeptReports reports() {
    return reports;
  }

  /// Who may ask for what.
  public Accounts accounts() {
    return accounts;
  }

  /// As this process is to end: whoever waits for a store that is away gets NOT_RUNNING.
  public void stopWaiting() {
    absence.stopWaiting();
  }

  @Override
  public void close() {
    stopWaiting();
    connections.close();
  }

  private static void letGo(HikariDataSource connections) {
    HikariPoolMXBean pool = connections.getHikariPoolMXBean();
    if (pool != null) {
      pool.softEvictConnections();
    }
  }

  private static void migrate(HikariDataSource connections, StoreKind kind) {
    FluentConfiguration configuration =
        Flyway.configure(Store.class.getClassLoader()).dataSource(connections).locations(SCRIPTS);
    if (!kind.schema().isEmpty()) {
      configuration.defaultSchema(kind.schema());
    }
    Flyway flyway = configuration.load();
    requireNotNewer(flyway.info().applied(), kind);
    flyway.migrate();
  }

  /// Flyway itself lets scripts pass that it does not know, if they come after all that it knows.
  private static void requireNotNewer(MigrationInfo[] applied, StoreKind kind) {
    for (MigrationInfo script : applied) {
      if (script.getState() == MigrationState.FUTURE_SUCCESS
          || script.getState() == MigrationState.FUTURE_FAILED) {
        throw new CrossfadeException(
            ErrorCode.CROSSFADE_TOO_OLD,
            "the control store %s was made by a newer Crossfade (script %s, which this Crossfade %s does not know). Nothing was written. Go on with the newer Crossfade; see docs/upgrade.md"
                .formatted(kind.place(), script.getVersion(), CrossfadeVersion.current()));
      }
    }
  }

  private static HikariDataSource connect(StoreKind kind) {
    try {
      return new HikariDataSource(kind.connections());
    } catch (RuntimeException e) {
      throw unreadable(kind, e);
    }
  }

  private static CrossfadeException unreadable(StoreKind kind, Exception cause) {
    return new CrossfadeException(
        ErrorCode.DATABASE_FAILED,
        "the control store %s cannot be opened: %s. %s"
            .formatted(kind.place(), cause.getMessage(), kind.mend()),
        cause);
  }
}
