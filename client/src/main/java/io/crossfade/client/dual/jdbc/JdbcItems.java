package io.crossfade.client.dual.jdbc;

import io.crossfade.client.dual.Item;
import io.crossfade.model.ItemVersion;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeSet;

/**
 * The table of items, the same on both sides: who issues versions, the outbox, the ledger and the
 * tombstones in one. {@code version} is the newest that this side has of an item; {@code settled}
 * the one that the other side is known to have. What is greater there is pending. The line of a
 * deleted item stays.
 *
 * <p>All times in it are its own server's: no two clocks are ever compared.
 *
 * @param migration whose items they are
 * @param table its name, as SQL has it
 */
public record JdbcItems(String migration, String table) {
  /** Where the engine makes it. */
  public static final String DEFAULT_TABLE = "crossfade.item";

  public JdbcItems(String migration) {
    this(migration, DEFAULT_TABLE);
  }

  /** For PostgreSQL 13 or newer; run it on both sides where no engine does. */
  public String ddl() {
    String index = table.substring(table.lastIndexOf('.') + 1).replace("\"", "");
    return """
    CREATE TABLE IF NOT EXISTS %1$s (
      migration text NOT NULL, store text NOT NULL, key text NOT NULL,
      version bigint NOT NULL, settled bigint NOT NULL DEFAULT 0,
      attempts int NOT NULL DEFAULT 0, apart boolean NOT NULL DEFAULT false,
      since timestamptz NOT NULL DEFAULT clock_timestamp(),
      next_try timestamptz NOT NULL DEFAULT clock_timestamp(),
      last_error text,
      tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
      PRIMARY KEY (migration, store, key)) WITH (fillfactor = 70);
    CREATE INDEX IF NOT EXISTS "%2$s_pending" ON %1$s (migration, next_try) WHERE version > settled;
    CREATE INDEX IF NOT EXISTS "%2$s_tx" ON %1$s (migration, tx);
    """
        .formatted(table, index);
  }

  /**
   * Issues the next version of each item, in the transaction of the write itself, as the last
   * before its commit. Whoever comes second waits for the first one's commit: that orders them.
   *
   * @param epoch of the route under which the transaction began
   * @param headStart for how long nobody else is to mirror them
   */
  public void note(Connection connection, long epoch, Collection<Item> items, Duration headStart)
      throws SQLException {
    if (items.isEmpty()) {
      return;
    }
    try (PreparedStatement upsert = connection.prepareStatement(sql(NOTE))) {
      // All in one order, so that no two transactions wait for each other's lines.
      TreeSet<Item> sorted = new TreeSet<>(ORDER);
      sorted.addAll(items);
      upsert.setString(1, migration);
      upsert.setLong(2, ItemVersion.first(epoch));
      upsert.setLong(3, headStart.toMillis());
      upsert.setArray(4, texts(connection, sorted.stream().map(Item::store).toArray()));
      upsert.setArray(5, texts(connection, sorted.stream().map(Item::key).toArray()));
      upsert.executeUpdate();
    }
  }

  /**
   * Takes a version that the other side has issued, in the transaction that writes what it means.
   *
   * @return whether it is newer than what is here; if not, nothing may be written
   */
  public boolean take(Connection connection, Item item, long version) throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(sql(TAKE))) {
      upsert.setString(1, migration);
      upsert.setString(2, item.store());
      upsert.setString(3, item.key());
      upsert.setLong(4, version);
      return upsert.executeUpdate() > 0;
    }
  }

  /** The newest version here; 0 where there is none. */
  public long version(Connection connection, Item item) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql(VERSION))) {
      query.setString(1, migration);
      query.setString(2, item.store());
      query.setString(3, item.key());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  String sql(String statement) {
    return statement.replace("ITEM", table);
  }

  private static Array texts(Connection connection, Object[] values) throws SQLException {
    return connection.createArrayOf("text", values);
  }

  private static final java.util.Comparator<Item> ORDER =
      java.util.Comparator.comparing(Item::store).thenComparing(Item::key);

  private static final String NOTE =
      """
      INSERT INTO ITEM AS i (migration, store, key, version, settled, next_try)
      SELECT m, store, key, v, 0, clock_timestamp() + head * interval '1 millisecond'
      FROM (SELECT ?::text AS m, ?::bigint AS v, ?::bigint AS head) one, unnest(?::text[], ?::text[]) AS n(store, key)
      ON CONFLICT (migration, store, key) DO UPDATE SET
        version = greatest(i.version + 1, EXCLUDED.version), attempts = 0, apart = false,
        since = CASE WHEN i.version > i.settled THEN i.since ELSE clock_timestamp() END,
        next_try = EXCLUDED.next_try, tx = pg_current_xact_id()
      """;

  /**
   * Before it takes anything, it shares the locks of which each chunk that the engine copies has
   * one for itself: no chunk looks at what mirrors have brought while one of them brings more.
   */
  private static final String TAKE =
      """
      INSERT INTO ITEM AS i (migration, store, key, version, settled)
      SELECT n.m, n.s, n.k, n.v, n.v FROM (SELECT ?::text AS m, ?::text AS s, ?::text AS k, ?::bigint AS v) n
      CROSS JOIN LATERAL (SELECT count(pg_catalog.pg_advisory_xact_lock_shared(pg_catalog.hashtextextended('crossfade/' || n.m, lock))) AS shared
        FROM pg_catalog.generate_series(0, 7) lock) locks WHERE locks.shared > 0
      ON CONFLICT (migration, store, key) DO UPDATE SET
        version = EXCLUDED.version, settled = EXCLUDED.version, attempts = 0, apart = false,
        last_error = NULL, tx = pg_current_xact_id()
      WHERE i.version < EXCLUDED.version
      """;

  private static final String VERSION =
      "SELECT version FROM ITEM WHERE migration = ? AND store = ? AND key = ?";
}
