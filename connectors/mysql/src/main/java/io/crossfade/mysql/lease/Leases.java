package io.crossfade.mysql.lease;

import io.crossfade.connector.Lease;
import io.crossfade.mysql.session.NamedLock;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * In whose name this database is written.
 *
 * <p>Whoever writes share-locks the lease until it commits, so that taking a newer lease waits for
 * the writes that are under way: when {@link #take} returns, nobody with an older one writes any
 * more. To find those that never end, each of them has a {@link NamedLock} of its own name.
 */
public final class Leases {
  private static final String LOCKED =
      "SELECT store, lease, GET_LOCK(CONCAT(?, CONNECTION_ID()), 0) FROM crossfade.migration"
          + " WHERE name = ? LOCK IN SHARE MODE";
  private static final String LOCKED_ALONE =
      "SELECT store, lease FROM crossfade.migration WHERE name = ? FOR UPDATE";
  private static final String NEWEST =
      "SELECT store, lease FROM crossfade.migration WHERE name = ?";
  private static final String TAKE =
      "INSERT INTO crossfade.migration (name, store, lease) VALUES (?, ?, ?)"
          + " ON DUPLICATE KEY UPDATE lease = VALUES(lease)";

  /** Without more rights it shows the sessions of our own user, and these are ours. */
  private static final String SESSIONS =
      "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID()";

  private static final int ATTEMPTS = 5;

  private Leases() {}

  /**
   * Refuses unless {@code lease} is the valid one, and keeps it valid until the transaction ends.
   */
  public static void require(Connection connection, Lease lease) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCKED)) {
      statement.setString(1, holderName(lease.migration()));
      statement.setString(2, lease.migration());
      Optional<Lease> valid = read(statement, lease.migration());
      if (valid.isEmpty() || !valid.get().equals(lease)) {
        throw lease.superseded();
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

  /** In a session that is not in a transaction. */
  public static void take(Connection connection, Lease lease) throws SQLException {
    Transaction.execute(connection, "SET innodb_lock_wait_timeout = 1");
    for (int attempt = 1; ; attempt++) {
      try {
        connection.setAutoCommit(false);
        tryToTake(connection, lease);
        connection.commit();
        return;
      } catch (SQLException e) {
        if (!SqlState.isLockTimeout(e) || attempt == ATTEMPTS) {
          throw e;
        }
        connection.rollback();
        endHolders(connection, lease.migration());
      }
    }
  }

  private static void tryToTake(Connection connection, Lease lease) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(LOCKED_ALONE)) {
      query.setString(1, lease.migration());
      read(query, lease.migration()).ifPresent(lease::requireNoNewer);
    }
    try (PreparedStatement insert = connection.prepareStatement(TAKE)) {
      insert.setString(1, lease.migration());
      insert.setString(2, lease.store());
      insert.setLong(3, lease.number());
      insert.executeUpdate();
    }
  }

  /** The newest one that was here. */
  public static Optional<Lease> newest(Connection connection, String migration)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
      statement.setString(1, migration);
      return read(statement, migration);
    }
  }

  private static Optional<Lease> read(PreparedStatement query, String migration)
      throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      return row.next()
          ? Optional.of(new Lease(migration, row.getString(1), row.getLong(2)))
          : Optional.empty();
    }
  }

  /**
   * Ends who keeps us from taking the lease: a worker of an older one that was stopped in the
   * middle of a transaction may never wake up.
   */
  private static void endHolders(Connection connection, String migration) throws SQLException {
    for (long session : sessions(connection)) {
      String name = holderName(migration) + session;
      OptionalLong holder = NamedLock.holder(connection, name);
      if (holder.isPresent() && holder.getAsLong() == session) {
        NamedLock.endHolder(connection, name, 5);
      }
    }
  }

  private static List<Long> sessions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SESSIONS)) {
      List<Long> sessions = new ArrayList<>();
      while (row.next()) {
        sessions.add(row.getLong(1));
      }
      return sessions;
    }
  }

  /** What the name of the lock begins with that each session with this migration's lease has. */
  private static String holderName(String migration) {
    return NamedLock.name(migration).substring(0, 30) + "/";
  }
}
