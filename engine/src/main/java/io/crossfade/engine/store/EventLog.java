package io.crossfade.engine.store;

import io.crossfade.connector.Lease;
import io.crossfade.engine.CrossfadeVersion;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Recorded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.argument.Argument;

/// The events of each migration, numbered without gaps. What was appended survives the process, and
/// a switch's beginning and each route a loss of power too.
public final class EventLog implements Journal.Log {
  private static final String INSERT =
      """
      insert into event (migration, seq, at, version, type, body, lease)
      select migration, cast(:seq as bigint), cast(:at as timestamp(6) with time zone),
        cast(:version as varchar(50)), cast(:type as varchar(100)), cast(:body as varchar), number
      from lease where migration = :migration and number = :lease for update\
      """;
  private static final String OURS =
      """
      select count(*) from event where migration = :migration and seq = :seq and lease = :lease
        and at = :at and version = :version and type = :type and body = :body\
      """;
  private static final String SELECT =
      "select seq, at, version, type, body from event where migration = :migration order by seq";

  /// An order by all columns of an index, or H2 sorts whatever follows, perhaps a million, for each
  /// page.
  private static final String SELECT_AFTER =
      """
      select seq, at, version, type, body from event where migration = :migration and seq > :after
      order by migration, seq limit :most\
      """;

  private static final String ENDED =
      "select count(*) from event where migration = :migration and type = :type";

  private static final String SELECT_BEFORE =
      """
      select seq, at, version, type, body from event where migration = :migration and seq < :before
      order by migration desc, seq desc limit :most\
      """;
  private static final String SELECT_KIND_BEFORE =
      """
      select seq, at, version, type, body from event
      where migration = :migration and type = :type and seq < :before
      order by migration desc, type desc, seq desc limit :most\
      """;

  private final StoreDatabase database;
  private final InstantSource clock;
  private final CrossfadeVersion version;

  EventLog(StoreDatabase database, InstantSource clock, CrossfadeVersion version) {
    this.database = database;
    this.clock = clock;
    this.version = version;
  }

  /// SUPERSEDED when another process carries the migration on. Waits while the store is away; an
  /// event of which the answer was lost is not written twice.
  @Override
  public Recorded append(Lease lease, long seq, MigrationEvent event) {
    // microseconds are what the table keeps
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Recorded recorded = new Recorded(lease.migration(), seq, at, version.number(), event);
    boolean isNew =
        database.absence().outlast(() -> database.insertAs(lease, INSERT, values(recorded)));
    if (!isNew && !isThere(recorded, lease)) {
      throw Leases.superseded(lease);
    }
    if (isActedOnElsewhere(event)) {
      database.syncToDisk();
    }
    return recorded;
  }

  private boolean isThere(Recorded recorded, Lease lease) {
    return database
        .absence()
        .outlast(() ->
            database.call(h ->
                h.createQuery(OURS)
                    .bindMap(values(recorded))
                    .bind("migration", recorded.migration())
                    .bind("lease", lease.number())
                    .mapTo(long.class)
                    .one()))
        .equals(1L);
  }

  @Override
  public Optional<String> away() {
    return database.absence().reason();
  }

  private static Map<String, Object> values(Recorded recorded) {
    return Map.of(
        "seq", recorded.seq(),
        "at", timestamp(recorded.at()),
        "version", recorded.version(),
        "type", EventJson.type(recorded.event()),
        "body", EventJson.write(recorded.event()));
  }

  /// Databases are fenced because of the one, and routers count by the other: a loss of power must
  /// not make us forget that we said so.
  private static boolean isActedOnElsewhere(MigrationEvent event) {
    return event instanceof MigrationEvent.SwitchStarted
        || event instanceof MigrationEvent.RoutePublished;
  }

  @Override
  public List<Recorded> events(String migration) {
    return database.call(h ->
        h.createQuery(SELECT)
            .bind("migration", migration)
            .map((row, _) -> read(migration, row))
            .list());
  }

  /// What comes after the event with this number.
  ///
  /// @param most how many at once
  public List<Recorded> events(String migration, long after, int most) {
    return database.call(h ->
        h.createQuery(SELECT_AFTER)
            .bind("migration", migration)
            .bind("after", after)
            .bind("most", most)
            .map((row, _) -> read(migration, row))
            .list());
  }

  /// The number of the newest event; 0 where there is none.
  public long newest(String migration) {
    return database.call(h ->
        h.createQuery("select coalesce(max(seq), 0) from event where migration = :migration")
            .bind("migration", migration)
            .mapTo(long.class)
            .one());
  }

  /// Whether the migration is over, so that nobody has to carry it on any more.
  public boolean hasEnded(String migration) {
    return database.call(h ->
        h.createQuery(ENDED)
                .bind("migration", migration)
                .bind("type", MigrationEvent.MigrationEnded.class.getSimpleName())
                .mapTo(long.class)
                .one()
            > 0);
  }

  /// What comes before the event with this number, the newest first.
  ///
  /// @param most how many at once
  public List<Recorded> before(String migration, long before, int most) {
    return database.call(h ->
        h.createQuery(SELECT_BEFORE)
            .bind("migration", migration)
            .bind("before", before)
            .bind("most", most)
            .map((row, _) -> read(migration, row))
            .list());
  }

  /// As the other, of one kind only.
  public List<Recorded> before(
      String migration, Class<? extends MigrationEvent> kind, long before, int most) {
    return database.call(h ->
        h.createQuery(SELECT_KIND_BEFORE)
            .bind("migration", migration)
            .bind("type", kind.getSimpleName())
            .bind("before", before)
            .bind("most", most)
            .map((row, _) -> read(migration, row))
            .list());
  }

  /// The migrations that have events.
  public List<String> migrations() {
    return database.call(h ->
        h.createQuery("select distinct migration from event order by migration")
            .mapTo(String.class)
            .list());
  }

  private static Recorded read(String migration, ResultSet row) throws SQLException {
    String version = row.getString("version");
    return new Recorded(
        migration,
        row.getLong("seq"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        version,
        EventJson.read(row.getString("type"), row.getString("body"), version));
  }

  /// Bound as a time with its offset: as a local time, an hour a year would be ambiguous.
  private static Argument timestamp(Instant at) {
    return (position, statement, _) -> statement.setObject(position, at.atOffset(ZoneOffset.UTC));
  }
}
