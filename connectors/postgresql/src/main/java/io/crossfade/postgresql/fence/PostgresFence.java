package io.crossfade.postgresql.fence;

import io.crossfade.connector.Fence;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
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
  private static final String NEXT =
      "greatest(f.raised + 1, f.lifted + 1, pg_current_xact_id()::text::bigint)";

  private static final String NEXT_RAISING =
      """
      SELECT coalesce((SELECT %s FROM crossfade.fence f WHERE f.migration = ?),
        pg_current_xact_id()::text::bigint)
      """
          .formatted(NEXT);

  /** A raising that was lifted meanwhile comes too late. */
  private static final String RAISE =
      """
      INSERT INTO crossfade.fence AS f (migration, raised, lifted) VALUES (?, ?, 0)
      ON CONFLICT (migration) DO UPDATE SET raised = EXCLUDED.raised WHERE f.lifted < EXCLUDED.raised
      """;

  /**
   * Also of a raising of which only a part is done. An update would not see a first raising that is
   * about to commit; this waits for it.
   */
  private static final String LIFT =
      """
      INSERT INTO crossfade.fence AS f (migration, raised, lifted) VALUES (?, 0, pg_current_xact_id()::text::bigint)
      ON CONFLICT (migration) DO UPDATE SET lifted = %s
      """
          .formatted(NEXT);

  private static final String IS_RAISED =
      "SELECT FROM crossfade.fence WHERE migration = ? AND lifted < raised";

  private static final int TABLES_TOGETHER = 1_000;

  private final Sessions sessions;
  private final int together;

  public PostgresFence(Sessions sessions) {
    this(sessions, TABLES_TOGETHER);
  }

  PostgresFence(Sessions sessions, int together) {
    this.sessions = sessions;
    this.together = together;
  }

  /**
   * Very many tables one part after the other: what is fenced has no writer any more, so that none
   * has when the last part is. Who writes into two parts meanwhile is refused at one of them. The
   * fence counts as raised with the last part, and all have the same number.
   */
  @Override
  public void raise(Lease lease, List<TableName> tables, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<List<TableName>> parts =
        tables.isEmpty()
            ? List.of(List.of())
            : Slices.of(tables.stream().sorted().toList(), together);
    long number = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = new Part(parts.get(i), number, i == parts.size() - 1);
      number = raise(lease, part, Duration.ofNanos(deadline - System.nanoTime()));
    }
  }

  /**
   * @param tables sorted
   * @param number of the raising; 0 for the first part, which draws it
   */
  private record Part(List<TableName> tables, long number, boolean isLast) {}

  private long raise(Lease lease, Part part, Duration patience) {
    return Transaction.run(
        sessions,
        lease.migration() + "/fence",
        "raise the fence",
        connection -> {
          // Asked twice: who was superseded must not even hold writers up, and who is superseded
          // while waiting must not raise.
          Leases.require(connection, lease);
          connection.commit();
          if (!part.tables().isEmpty()) {
            new FenceLocks(connection, part.tables(), patience).acquire();
          }
          Leases.require(connection, lease);
          long number =
              part.number() == 0 ? nextRaising(connection, lease.migration()) : part.number();
          List<TableName> tables = FenceTriggers.withPartitions(connection, part.tables());
          Transaction.execute(connection, FenceTriggers.create(lease.migration(), number, tables));
          if (part.isLast()) {
            raise(connection, lease.migration(), number);
          }
          return number;
        });
  }

  private static void raise(Connection connection, String migration, long number)
      throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(RAISE)) {
      upsert.setString(1, migration);
      upsert.setLong(2, number);
      if (upsert.executeUpdate() == 0) {
        throw new CrossfadeException(
            ErrorCode.DEADLINE_PASSED,
            "the fence of migration "
                + migration
                + " was lifted while it was being raised, and stays lifted");
      }
    }
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
    try (PreparedStatement query = connection.prepareStatement(NEXT_RAISING)) {
      query.setString(1, migration);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
