package io.crossfade.mysql.fence;

import io.crossfade.connector.Fence;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import io.crossfade.mysql.lease.Leases;
import io.crossfade.mysql.session.Patience;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The fence by triggers; why it holds stands at {@link FenceTriggers}. */
public final class MySqlFence implements Fence {
  /** As long as nobody has raised it, it is lifted. */
  private static final String MAKE_ROW =
      "INSERT IGNORE INTO crossfade.fence (migration, side_database, raised, lifted)"
          + " VALUES (?, COALESCE(DATABASE(), ''), 0, 0)";

  private static final String WHERE =
      " FROM crossfade.fence WHERE migration = ? AND side_database = COALESCE(DATABASE(), '')";

  private static final String NEXT =
      "SELECT GREATEST(raised, lifted) + 1, COALESCE(DATABASE(), '')" + WHERE;

  private static final String IS_RAISED = "SELECT 1" + WHERE + " AND raised > lifted";

  /** A raising that was lifted meanwhile comes too late. */
  private static final String RAISE =
      "UPDATE crossfade.fence SET raised = ? WHERE migration = ? AND side_database ="
          + " COALESCE(DATABASE(), '') AND GREATEST(raised, lifted) < ?";

  private static final String LIFT =
      "UPDATE crossfade.fence SET lifted = GREATEST(raised, lifted) + 1"
          + " WHERE migration = ? AND side_database = COALESCE(DATABASE(), '')";

  private static final Duration LIFT_PATIENCE = Duration.ofSeconds(10);

  private final Sessions sessions;

  public MySqlFence(Sessions sessions) {
    this.sessions = sessions;
  }

  /** The triggers, which let everybody pass as long as the row says so. */
  @Override
  public void prepare(Lease lease, List<TableName> tables, Duration patience) {
    sessions.call(
        lease.migration() + "/fence",
        "make the fence's triggers",
        connection -> {
          String database = begin(connection, lease).database();
          Patience waiting = new Patience(connection, patience, Patience.LONG_PAUSE);
          List<TableName> sorted = tables.stream().sorted().toList();
          makeTriggers(connection, lease.migration(), database, sorted, waiting);
          return true;
        });
  }

  @Override
  public void raise(Lease lease, List<TableName> tables, Duration patience) {
    List<TableName> sorted = tables.stream().sorted().toList();
    sessions.call(
        lease.migration() + "/fence",
        "raise the fence",
        connection -> {
          // Asked twice: who was superseded must not even hold writers up, and who is superseded
          // while waiting must not raise.
          Raising raising = begin(connection, lease);
          Patience waiting = new Patience(connection, patience);
          makeTriggers(connection, lease.migration(), raising.database(), sorted, waiting);
          PreparedWriters.await(connection, sorted, waiting);
          waiting.run(
              "transactions that wrote " + PreparedWriters.names(sorted) + " had to end",
              c -> raise(c, lease, raising.number()));
          awaitPreparedMeanwhile(connection, lease, sorted, waiting);
          return true;
        });
  }

  private record Raising(long number, String database) {}

  private static Raising begin(Connection connection, Lease lease) throws SQLException {
    connection.setAutoCommit(false);
    Leases.require(connection, lease);
    try (PreparedStatement insert = connection.prepareStatement(MAKE_ROW);
        PreparedStatement query = connection.prepareStatement(NEXT)) {
      insert.setString(1, lease.migration());
      insert.executeUpdate();
      query.setString(1, lease.migration());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        Raising raising = new Raising(row.getLong(1), row.getString(2));
        connection.commit();
        return raising;
      }
    } finally {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  /** Waits for whoever has used a table in a transaction that is open, readers included. */
  private static void makeTriggers(
      Connection connection,
      String migration,
      String database,
      List<TableName> tables,
      Patience waiting)
      throws SQLException {
    for (TableName table : tables) {
      for (String create : FenceTriggers.missing(connection, migration, database, table)) {
        waiting.run(
            "transactions that used " + table + " had to end, so that triggers can be made",
            c -> Transaction.execute(c, create));
      }
    }
  }

  /** Who was prepared while we waited for him; nobody can follow him now. */
  private static void awaitPreparedMeanwhile(
      Connection connection, Lease lease, List<TableName> tables, Patience waiting)
      throws SQLException {
    try {
      PreparedWriters.await(connection, tables, waiting);
    } catch (CrossfadeException e) {
      lift(connection, lease, LIFT_PATIENCE);
      throw e;
    }
  }

  private static void raise(Connection connection, Lease lease, long number) throws SQLException {
    connection.setAutoCommit(false);
    Leases.require(connection, lease);
    try (PreparedStatement update = connection.prepareStatement(RAISE)) {
      update.setLong(1, number);
      update.setString(2, lease.migration());
      update.setLong(3, number);
      if (update.executeUpdate() == 0) {
        throw new CrossfadeException(
            ErrorCode.DEADLINE_PASSED,
            "the fence of migration "
                + lease.migration()
                + " was lifted while it was being raised, and stays lifted");
      }
    }
    connection.commit();
  }

  @Override
  public void lift(Lease lease, List<TableName> tables) {
    sessions.call(
        lease.migration() + "/fence",
        "lift the fence",
        connection -> {
          try {
            lift(connection, lease, LIFT_PATIENCE);
          } catch (SQLException e) {
            // Where there is no workspace there is no fence.
            if (!SqlState.isMissingSchema(e)) {
              throw e;
            }
          }
          return true;
        });
  }

  private static void lift(Connection connection, Lease lease, Duration patience)
      throws SQLException {
    new Patience(connection, patience)
        .run(
            "transactions that were refused had to end, so that the fence can be lifted",
            c -> lift(c, lease));
  }

  private static void lift(Connection connection, Lease lease) throws SQLException {
    connection.setAutoCommit(false);
    Leases.require(connection, lease);
    try (PreparedStatement update = connection.prepareStatement(LIFT)) {
      update.setString(1, lease.migration());
      update.executeUpdate();
    }
    connection.commit();
  }

  @Override
  public String byHand(String migration) {
    return "DROP TRIGGER each that this finds there: %s; the database crossfade stays, other migrations of that server use it"
        .formatted(FenceTriggers.finding(migration));
  }

  @Override
  public boolean isRaised(String migration) {
    return sessions.call(
        migration + "/fence",
        "see whether the fence is raised",
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(IS_RAISED)) {
            query.setString(1, migration);
            try (ResultSet row = query.executeQuery()) {
              return row.next();
            }
          } catch (SQLException e) {
            if (SqlState.isMissingSchema(e)) {
              return false;
            }
            throw e;
          }
        });
  }
}
