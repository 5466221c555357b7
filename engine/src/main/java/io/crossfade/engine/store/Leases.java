package io.crossfade.engine.store;

import io.crossfade.connector.Lease;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Who carries each migration on. A lease is never waited for: the newest number wins, and both
/// databases refuse the writes of an older one.
public final class Leases {
  private static final String FIRST =
      """
      insert into lease (migration, store, number, host, pid) values (:migration, :store, 0, '', 0)\
      """;
  private static final String NEXT =
      """
      update lease set number = number + 1, host = :host, pid = :pid
      where migration = :migration\
      """;
  private static final String SELECT =
      "select store, number from lease where migration = :migration";

  private final StoreDatabase database;

  Leases(StoreDatabase database) {
    this.database = database;
  }

  /// Takes a migration over. Whoever held it before is superseded.
  public Lease take(String migration, String host, long pid) {
    if (current(migration).isEmpty()) {
      // false where another process was quicker: its row serves as well
      boolean _ =
          database.insert(
              FIRST, Map.of("migration", migration, "store", UUID.randomUUID().toString()));
    }
    return database.inTransaction(h -> {
      h.createUpdate(NEXT)
          .bind("migration", migration)
          .bind("host", host)
          .bind("pid", pid)
          .execute();
      return select(h, migration).orElseThrow();
    });
  }

  /// The newest lease.
  public Optional<Lease> current(String migration) {
    return database.call(h -> select(h, migration));
  }

  private static Optional<Lease> select(Handle handle, String migration) {
    return handle
        .createQuery(SELECT)
        .bind("migration", migration)
        .map((row, _) -> new Lease(migration, row.getString("store"), row.getLong("number")))
        .findOne();
  }
}
