package io.crossfade.postgresql.fence;

import io.crossfade.connector.Fence;
import io.crossfade.connector.Lease;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Slices;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The fence by triggers; why they are made as they are stands at {@link FenceTriggers}. */
public final class PostgresFence implements Fence {
  /**
   * The transaction's id, so that no number comes again when the row was deleted with its
   * migration. Greater than the last one in any case: a database may have been restored into a
   * younger server.
   */
  private static final String NEXT_RAISING =
      """
      INSERT INTO crossfade.fence AS f (migration, raised, lifted) VALUES (?, pg_current_xact_id()::text::bigint, 0)
      ON CONFLICT (migration) DO UPDATE SET raised = greatest(f.raised + 1, EXCLUDED.raised) RETURNING raised
      """;

  /** An update would not see a first raising that is about to commit; this waits for it. */
  private static final String LIFT =
      """
      INSERT INTO crossfade.fence AS f (migration, raised, lifted) VALUES (?, 0, 0)
      ON CONFLICT (migration) DO UPDATE SET lifted = f.raised
      """;

  private static final String IS_RAISED =
      "SELECT FROM crossfade.fence WHERE migration = ? AND lifted < raised";

  private static final int TABLES_TOGETHER = 1_000;

  private final Sessions sessions;

  public PostgresFence(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Very many tables one part after the other: what is fenced has no writer any more, so that none
   * has when the last part is. Who writes into two parts meanwhile is refused at one of them.
   */
  @Override
  public void raise(Lease lease, List<TableName> tables, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<List<TableName>> parts =
        tables.isEmpty()
            ? List.of(List.of())
            : Slices.of(tables.stream().sorted().toList(), TABLES_TOGETHER);
    for (List<TableName> part : parts) {
      raisePart(lease, part, Duration.ofNanos(deadline - System.nanoTime()));
    }
  }

  private void raisePart(Lease lease, List<TableName> sorted, Duration patience) {
    Transaction.run(
        sessions,
        lease.migration() + "/fence",
        "raise the fence",
        connection -> {
          // Asked twice: who was superseded must not even hold writers up, and who is superseded
          // while waiting must not raise.
          Leases.require(connection, lease);
          connection.commit();
          if (!sorted.isEmpty()) {
            new FenceLocks(connection, sorted, patience).acquire();
          }
          Leases.require(connection, lease);
          Transaction.execute(
              connection,
              FenceTriggers.create(
                  lease.migration(),
                  nextRaising(connection, lease.migration()),
                  FenceTriggers.withPartitions(connection, sorted)));
          return true;
        });
  }

  @Override
  public void lift(Lease lease, List<TableName> tables) {
    lift(lease, false);
  }

  /** Raising enables the triggers again, under the lock that is taken here. */
  @Override
  public void liftWholly(Lease lease, List<TableName> tables) {
    lift(lease, true);
  }

  private void lift(Lease lease, boolean wholly) {
    sessions.call(
        lease.migration() + "/fence",
        "lift the fence",
        connection -> {
          try {
            connection.setAutoCommit(false);
            Transaction.execute(connection, "SET LOCAL lock_timeout = '10s'");
            Leases.require(connection, lease);
            lift(connection, lease.migration());
            if (wholly) {
              FenceTriggers.disable(connection, lease.migration());
            }
            connection.commit();
          } catch (SQLException e) {
            // Where there is no workspace there is no fence.
            if (!SqlState.isMissingSchema(e)) {
              throw e;
            }
          }
          return true;
        });
  }

  @Override
  public String byHand(String migration) {
    return "there, if no other migration uses that database, SET lock_timeout = '100ms' and then, until it gets through, DROP SCHEMA IF EXISTS crossfade CASCADE";
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

  private static void lift(Connection connection, String migration) throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(LIFT)) {
      upsert.setString(1, migration);
      upsert.executeUpdate();
    }
  }

  private static long nextRaising(Connection connection, String migration) throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(NEXT_RAISING)) {
      upsert.setString(1, migration);
      try (ResultSet row = upsert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
