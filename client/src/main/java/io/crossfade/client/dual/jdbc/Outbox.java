package io.crossfade.client.dual.jdbc;

import io.crossfade.client.dual.BackOff;
import io.crossfade.client.dual.Item;
import io.crossfade.client.dual.Ledger;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The ledger that lies in the table of items, thus in the transactions of the writes. All processes
 * share it: what one has left behind, another takes up.
 */
public final class Outbox implements Ledger {
  private static final Duration CLAIM = Duration.ofSeconds(30);

  private final JdbcItems items;
  private final DataSource source;
  private final DataSource target;

  /** The two pools stay the caller's. */
  public Outbox(JdbcItems items, DataSource source, DataSource target) {
    this.items = items;
    this.source = source;
    this.target = target;
  }

  /** What is asked or told in one transaction. */
  private interface Asked<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T ask(Side side, String sql, Asked<T> asked) throws SQLException {
    try (Connection connection = (side == Side.SOURCE ? source : target).getConnection()) {
      connection.setAutoCommit(true);
      try (PreparedStatement statement = connection.prepareStatement(items.sql(sql))) {
        statement.setString(1, items.migration());
        return asked.of(statement);
      }
    }
  }

  private int tell(Side side, String sql, Item item) throws SQLException {
    return ask(
        side,
        sql,
        update -> {
          update.setString(2, item.store());
          update.setString(3, item.key());
          return update.executeUpdate();
        });
  }

  /** The write's own transaction notes it: {@link DualTransaction#touched}. */
  @Override
  public void note(Side from, Item item) {
    // nothing is known before it commits
  }

  @Override
  public boolean needsTransaction() {
    return true;
  }

  /** Whether it has committed is seen in the table. */
  @Override
  public void ended(Side from, Item item, boolean known) {
    // a transaction in doubt needs no second look: its line comes with it
  }

  @Override
  public long seen(Side from, Item item) {
    return 0;
  }

  @Override
  public void settled(Side from, Item item, long version, long seen) throws SQLException {
    ask(
        from,
        SETTLED,
        update -> {
          update.setString(2, item.store());
          update.setString(3, item.key());
          update.setLong(4, version);
          update.setLong(5, version);
          return update.executeUpdate();
        });
  }

  @Override
  public void failed(Side from, Item item, Failed how) throws SQLException {
    ask(
        from,
        how.refused() ? REFUSED : PASSED,
        update -> {
          BackOff backOff = how.backOff();
          update.setString(2, item.store());
          update.setString(3, item.key());
          update.setString(4, how.error());
          if (how.refused()) {
            update.setInt(5, backOff.apartAfter());
            update.setLong(6, backOff.longest().toMillis());
            update.setLong(7, backOff.first().toMillis());
            update.setDouble(8, 0.5 + how.random() / 2);
          } else {
            update.setLong(5, how.pause(1).toMillis());
          }
          return update.executeUpdate();
        });
  }

  @Override
  public List<Item> due(Side from, Set<String> stores, int atMost, boolean hurried)
      throws SQLException {
    return ask(
        from,
        DUE,
        update -> {
          update.setArray(2, update.getConnection().createArrayOf("text", stores.toArray()));
          update.setBoolean(3, hurried);
          update.setInt(4, atMost);
          update.setLong(5, CLAIM.toMillis());
          List<Item> due = new ArrayList<>();
          try (ResultSet rows = update.executeQuery()) {
            while (rows.next()) {
              due.add(new Item(rows.getString(1), rows.getString(2)));
            }
          }
          return due;
        });
  }

  @Override
  public List<Count> counts(Side from) throws SQLException {
    return ask(
        from,
        COUNTS,
        query -> {
          List<Count> counts = new ArrayList<>();
          try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
              counts.add(
                  new Count(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
            }
          }
          return counts;
        });
  }

  @Override
  public List<LedgerEntry> entries(Side from, int atMost) throws SQLException {
    return ask(
        from,
        ENTRIES,
        query -> {
          query.setInt(2, atMost);
          List<LedgerEntry> entries = new ArrayList<>();
          try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
              entries.add(
                  new LedgerEntry(
                      row.getString(1),
                      row.getString(2),
                      from,
                      row.getBoolean(3),
                      row.getInt(4),
                      row.getLong(5),
                      row.getString(6)));
            }
          }
          return entries;
        });
  }

  @Override
  public boolean retry(Side from, Item item) throws SQLException {
    return tell(from, RETRY, item) > 0;
  }

  @Override
  public int retryApart(Side from) throws SQLException {
    return ask(from, RETRY_APART, PreparedStatement::executeUpdate);
  }

  @Override
  public void close() {
    // the pools are the caller's
  }

  private static final String OF_ONE = " WHERE migration = ? AND store = ? AND key = ?";

  private static final String SETTLED =
      """
      UPDATE ITEM i SET settled = least(i.version, n.v), attempts = 0, apart = false, last_error = NULL,
        tx = CASE WHEN i.version <= n.v THEN pg_current_xact_id() ELSE i.tx END
      FROM (SELECT ?::text AS m, ?::text AS s, ?::text AS k, ?::bigint AS v) n
      WHERE i.migration = n.m AND i.store = n.s AND i.key = n.k AND i.settled < ?
      """;

  private static final String REFUSED =
      """
      UPDATE ITEM i SET attempts = i.attempts + 1, last_error = n.e, apart = i.attempts + 1 >= n.most,
        next_try = clock_timestamp() + least(n.longest, n.first * power(2, least(i.attempts, 30))) * n.share * interval '1 millisecond'
      FROM (SELECT ?::text AS m, ?::text AS s, ?::text AS k, ?::text AS e, ?::int AS most,
        ?::bigint AS longest, ?::bigint AS first, ?::float8 AS share) n
      WHERE i.migration = n.m AND i.store = n.s AND i.key = n.k AND i.version > i.settled
      """;

  private static final String PASSED =
      """
      UPDATE ITEM i SET last_error = n.e, next_try = clock_timestamp() + n.pause * interval '1 millisecond'
      FROM (SELECT ?::text AS m, ?::text AS s, ?::text AS k, ?::text AS e, ?::bigint AS pause) n
      WHERE i.migration = n.m AND i.store = n.s AND i.key = n.k AND i.version > i.settled
      """;

  /** No two processes are given the same line: one skips what the other has locked. */
  private static final String DUE =
      """
      WITH due AS (SELECT migration, store, key FROM ITEM
        WHERE migration = ? AND version > settled AND NOT apart AND store = ANY (?) AND (? OR next_try <= clock_timestamp())
        ORDER BY next_try LIMIT ? FOR UPDATE SKIP LOCKED)
      UPDATE ITEM i SET next_try = clock_timestamp() + ? * interval '1 millisecond'
      FROM due WHERE i.migration = due.migration AND i.store = due.store AND i.key = due.key
      RETURNING i.store, i.key
      """;

  private static final String COUNTS =
      """
      SELECT store, count(*), count(*) FILTER (WHERE apart),
        greatest(0, (extract(epoch FROM clock_timestamp() - min(since)) * 1000)::bigint)
      FROM ITEM WHERE migration = ? AND version > settled GROUP BY store ORDER BY store
      """;

  private static final String ENTRIES =
      """
      SELECT store, key, apart, attempts, (extract(epoch FROM since) * 1000)::bigint, coalesce(last_error, '')
      FROM ITEM WHERE migration = ? AND version > settled ORDER BY since LIMIT ?
      """;

  private static final String RETRY =
      "UPDATE ITEM SET apart = false, attempts = 0, next_try = clock_timestamp()"
          + OF_ONE
          + " AND version > settled";

  /**
   * Many lines: whoever waited for one of them would keep the others from writers meanwhile. What
   * somebody has locked is being written, settled or tried again at this moment.
   */
  private static final String RETRY_APART =
      """
      WITH apart AS (SELECT migration, store, key FROM ITEM
        WHERE migration = ? AND version > settled AND apart FOR UPDATE SKIP LOCKED)
      UPDATE ITEM i SET apart = false, attempts = 0, next_try = clock_timestamp()
      FROM apart WHERE i.migration = apart.migration AND i.store = apart.store AND i.key = apart.key
      """;
}
