package io.crossfade.postgresql.lease;

import io.crossfade.connector.Lease;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * In whose name this database is written.
 *
 * <p>Whoever writes share-locks the lease until it commits, so that taking a newer lease waits for
 * the writes that are under way: when {@link #take} returns, nobody with an older one writes any
 * more.
 */
public final class Leases {
  /**
   * One parameter, the migration's name; gives, as {@link #text} writes it, the lease that is valid
   * until our transaction ends.
   */
  public static final String LOCKED =
      "SELECT lease || '@' || store AS lease FROM crossfade.migration WHERE name = ? FOR SHARE";

  private static final String TAKE =
      """
      INSERT INTO crossfade.migration AS m (name, store, lease) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET lease = EXCLUDED.lease
      WHERE m.store = EXCLUDED.store AND m.lease <= EXCLUDED.lease
      """;

  private static final String NEWEST =
      "SELECT store, lease FROM crossfade.migration WHERE name = ?";

  /**
   * Ends who keeps us from taking the lease: a worker of an older one that was stopped in the
   * middle of a transaction may never wake up. Only sessions that hold a lock on our own table,
   * which nobody else touches.
   */
  private static final String END_HOLDERS =
      """
      SELECT pg_terminate_backend(a.pid, 5000)
      FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.relation = 'crossfade.migration'::regclass AND l.granted AND a.pid <> pg_backend_pid()
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.mode IN ('RowShareLock', 'RowExclusiveLock')
        AND starts_with(a.application_name, left(?, 62))
      """;

  private static final int ATTEMPTS = 5;

  private Leases() {}

  /**
   * Refuses unless {@code lease} is the valid one, and keeps it valid until the transaction ends.
   */
  public static void require(Connection connection, Lease lease) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCKED)) {
      statement.setString(1, lease.migration());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next() || !row.getString(1).equals(text(lease))) {
          throw lease.superseded();
        }
      }
    }
  }

  /**
   * Refuses if a newer lease was here, or that of another store. Unlike {@link #require} it lets
   * pass where there is an older one or none any more, as for whoever takes away the rest of what
   * an earlier process has left: he has not taken his own.
   */
  public static void requireNoNewer(Connection connection, Lease lease) throws SQLException {
    newest(connection, lease.migration()).ifPresent(lease::requireNoNewer);
  }

  public static String text(Lease lease) {
    return lease.number() + "@" + lease.store();
  }

  public static void take(Connection connection, Lease lease) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        tryToTake(connection, lease);
        return;
      } catch (SQLException e) {
        if (!SqlState.isTimeout(e) || attempt == ATTEMPTS) {
          throw e;
        }
        connection.rollback();
        endHolders(connection, lease.migration());
      }
    }
  }

  private static void tryToTake(Connection connection, Lease lease) throws SQLException {
    Transaction.execute(connection, "SET LOCAL lock_timeout = '1s'");
    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
      statement.setString(1, lease.migration());
      statement.setString(2, lease.store());
      statement.setLong(3, lease.number());
      if (statement.executeUpdate() != 1) {
        newest(connection, lease.migration()).ifPresent(lease::requireSameStore);
        throw lease.superseded();
      }
    }
    connection.commit();
  }

  /** The newest one that was here. */
  public static Optional<Lease> newest(Connection connection, String migration)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
      statement.setString(1, migration);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Lease(migration, row.getString(1), row.getLong(2)))
            : Optional.empty();
      }
    }
  }

  private static void endHolders(Connection connection, String migration) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(END_HOLDERS)) {
      statement.setString(1, "crossfade/" + migration + "/");
      statement.executeQuery().close();
    }
    connection.commit();
  }
}
