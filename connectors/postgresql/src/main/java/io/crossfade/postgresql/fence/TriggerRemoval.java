package io.crossfade.postgresql.fence;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Drops triggers of tables that are in use. That takes the strongest lock, for which readers wait
 * too: so it waits only a moment at a time.
 */
public final class TriggerRemoval {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Connection connection;

  /** In no transaction. */
  public TriggerRemoval(Connection connection) throws SQLException {
    this.connection = connection;
    Transaction.execute(connection, "SET lock_timeout = '100ms'");
  }

  /**
   * @param meanwhile what it does as long as it could not be dropped
   */
  public void drop(String trigger, TableName table, String meanwhile) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Transaction.execute(
            connection, "DROP TRIGGER IF EXISTS " + Sql.quote(trigger) + " ON " + Sql.table(table));
        return;
      } catch (SQLException e) {
        if (!SqlState.isTimeout(e) && !SqlState.isClash(e)) {
          throw e;
        }
        if (System.nanoTime() > deadline) {
          throw new CrossfadeException(
              ErrorCode.DEADLINE_PASSED,
              "the trigger %s on %s could not be dropped, because the table is in use; %s, so run this again when the table is quiet"
                  .formatted(trigger, table, meanwhile),
              e);
        }
        // Those who queued behind us go first.
        Transaction.execute(connection, "SELECT pg_sleep(0.2)");
      }
    }
  }
}
