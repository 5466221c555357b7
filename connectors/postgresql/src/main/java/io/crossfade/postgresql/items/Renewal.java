package io.crossfade.postgresql.items;

import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets all items of a store count as written just now, some at a time.
 *
 * <p>Writers that know nothing note their items in whatever order they write them, so that one of
 * them and we may wait for each other. We give up long before the server looks for such a pair, and
 * try again: no transaction of the application ends for our sake.
 */
final class Renewal {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Connection connection;
  private final Lease lease;
  private final String store;

  Renewal(Connection connection, Lease lease, String store) {
    this.connection = connection;
    this.lease = lease;
    this.store = store;
  }

  void run() throws SQLException {
    connection.setAutoCommit(false);
    Transaction.execute(connection, "SET lock_timeout = '200ms'");
    connection.commit();
    // a key may be the empty text
    String last = patiently(ItemTable.RENEW_NEXT.formatted(">="), "");
    while (last != null) {
      last = patiently(ItemTable.RENEW_NEXT.formatted(">"), last);
    }
  }

  private @Nullable String patiently(String sql, String key) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        String last = next(sql, key);
        connection.commit();
        return last;
      } catch (SQLException e) {
        connection.rollback();
        if (!SqlState.isTimeout(e) && !SqlState.isClash(e)) {
          throw e;
        }
        if (System.nanoTime() - deadline > 0) {
          throw new CrossfadeException(
              ErrorCode.DEADLINE_PASSED,
              "rows of %s could not be mirrored anew, because a transaction that has written one of them does not end; end it, and run this again"
                  .formatted(store),
              e);
        }
      }
    }
  }

  private @Nullable String next(String sql, String key) throws SQLException {
    Leases.require(connection, lease);
    try (PreparedStatement renew = connection.prepareStatement(sql)) {
      renew.setString(1, lease.migration());
      renew.setString(2, store);
      renew.setString(3, key);
      try (ResultSet row = renew.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
