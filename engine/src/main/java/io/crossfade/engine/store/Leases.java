package io.crossfade.engine.store;

import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Who carries each migration on. The newest number wins: the store and both databases refuse the
/// writes of an older one, so whoever holds a lease never needs to know whether it still does.
///
/// How long a lease is good for only says when others may take the migration over. All times are
/// the store's own.
public final class Leases {
  /// What a process that is not heard of for so long has lost to whoever comes.
  public static final Duration LENGTH = Duration.ofSeconds(6);

  private static final String FIRST =
      """
      insert into lease (migration, store, number, host, pid) values (:migration, :store, 0, '', 0)\
      """;
  private static final String NEXT =
      """
      update lease set number = number + 1, host = :host, pid = :pid, directory = :directory,
        url = :url, renewed = current_timestamp
      where migration = :migration\
      """;

  /// Also where the clock was set back: who lives would have renewed by the new time since.
  private static final String IF_FREE =
      " and (renewed is null or renewed < current_timestamp - interval '6' second or renewed > current_timestamp + interval '6' second)";

  private static final String BEYOND =
      "update lease set number = :beyond where migration = :migration and number = :number";
  private static final String RENEW =
      "update lease set renewed = current_timestamp where migration = :migration and number = :number";
  private static final String GIVE_BACK =
      "update lease set renewed = null where migration = :migration and number = :number";
  private static final String SELECT =
      "select store, number from lease where migration = :migration";
  private static final String CARRIER =
      """
      select host, pid, directory, url, renewed, current_timestamp as now from lease
      where migration = :migration and renewed is not null\
      """;

  private final StoreDatabase database;

  /// A process that has the lease and has not given it back.
  ///
  /// @param silentFor how long it has not renewed the lease; negative where the store's clock was
  ///   set back since
  public record Carrier(LeaseHolder holder, Duration silentFor) {
    /// Whether the migration is not to be taken from it.
    public boolean isAlive() {
      return silentFor.abs().compareTo(LENGTH) <= 0;
    }
  }

  Leases(StoreDatabase database) {
    this.database = database;
  }

  /// Takes a migration over. Whoever held it before is superseded, alive or not.
  public Lease take(String migration, LeaseHolder holder) {
    return take(migration, holder, NEXT).orElseThrow();
  }

  /// Takes a migration that nobody carries on, or nobody who is still heard of.
  public Optional<Lease> takeIfFree(String migration, LeaseHolder holder) {
    return take(migration, holder, NEXT + IF_FREE);
  }

  /// Counts a lease on, beyond a number that a database has seen. SUPERSEDED when it is not the
  /// newest one any more.
  public Lease beyond(Lease lease, long seen) {
    int counted =
        database.call(h ->
            h.createUpdate(BEYOND)
                .bind("migration", lease.migration())
                .bind("number", lease.number())
                .bind("beyond", seen + 1)
                .execute());
    if (counted != 1) {
      throw superseded(lease);
    }
    return new Lease(lease.migration(), lease.store(), seen + 1);
  }

  /// Says that the holder is alive; false when it is superseded.
  public boolean renew(Lease lease) {
    return update(RENEW, lease);
  }

  /// Lets others take the migration at once; nothing happens when they have already.
  public void giveBack(Lease lease) {
    boolean _ = update(GIVE_BACK, lease);
  }

  /// The newest lease.
  public Optional<Lease> current(String migration) {
    return database.call(h -> select(h, migration));
  }

  /// Who carries the migration on, or did until it died.
  public Optional<Carrier> carrier(String migration) {
    return database.call(h ->
        h.createQuery(CARRIER)
            .bind("migration", migration)
            .map((row, _) -> carrier(row))
            .findOne());
  }

  static CrossfadeException superseded(Lease lease) {
    return new CrossfadeException(
        ErrorCode.SUPERSEDED,
        "another process has taken migration %s over and carries it on; nothing more is written by this one (lease %d). Ask that one: crossfade status."
            .formatted(lease.migration(), lease.number()),
        Map.of("migration", lease.migration(), "lease", Long.toString(lease.number())));
  }

  private Optional<Lease> take(String migration, LeaseHolder holder, String update) {
    if (current(migration).isEmpty()) {
      // false where another process was quicker: its row serves as well
      boolean _ =
          database.insert(
              FIRST, Map.of("migration", migration, "store", UUID.randomUUID().toString()));
    }
    return database.inTransaction(h -> {
      int taken =
          h.createUpdate(update)
              .bind("migration", migration)
              .bind("host", holder.host())
              .bind("pid", holder.pid())
              .bind("directory", holder.directory())
              .bind("url", holder.url())
              .execute();
      return taken == 1 ? select(h, migration) : Optional.empty();
    });
  }

  private boolean update(String sql, Lease lease) {
    return database.call(h ->
        h.createUpdate(sql)
                .bind("migration", lease.migration())
                .bind("number", lease.number())
                .execute()
            == 1);
  }

  private static Carrier carrier(ResultSet row) throws SQLException {
    OffsetDateTime renewed = row.getObject("renewed", OffsetDateTime.class);
    OffsetDateTime now = row.getObject("now", OffsetDateTime.class);
    return new Carrier(
        new LeaseHolder(
            row.getString("host"),
            row.getLong("pid"),
            row.getString("directory"),
            row.getString("url")),
        Duration.between(renewed, now));
  }

  private static Optional<Lease> select(Handle handle, String migration) {
    return handle
        .createQuery(SELECT)
        .bind("migration", migration)
        .map((row, _) -> new Lease(migration, row.getString("store"), row.getLong("number")))
        .findOne();
  }
}
