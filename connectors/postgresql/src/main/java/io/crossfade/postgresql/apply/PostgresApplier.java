package io.crossfade.postgresql.apply;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Applier;
import io.crossfade.connector.Batch;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Lease;
import io.crossfade.connector.session.Session;
import io.crossfade.model.Direction;
import io.crossfade.model.Mark;
import io.crossfade.postgresql.session.OwnTransaction;
import io.crossfade.postgresql.session.RefusedRow;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Applies batches on one connection, each in three round trips: what decides whether it may be
 * written, the writes, the commit. The writes wait for the decision, because a write into a chunk
 * that is being copied would wait for the copier, which would wait for our share lock.
 */
final class PostgresApplier implements Applier {
  private static final int ATTEMPTS = 3;

  /**
   * Plans are made once and kept, perhaps while the table is still empty; reading a whole table
   * must never look cheap. The lock timeout has to stand the building of an index.
   */
  private static final String SETTINGS =
      OwnTransaction.WRITING_SESSION
          + "; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off"
          + "; SET lock_timeout = '10min'; SET idle_in_transaction_session_timeout = '1min'";

  private final Sessions sessions;
  private final Session session;
  private final BatchHead head;

  private PostgresApplier(Sessions sessions, Session session, BatchHead head) {
    this.sessions = sessions;
    this.session = session;
    this.head = head;
  }

  static PostgresApplier open(Sessions sessions, Lease lease, Direction direction) {
    Session session = sessions.open(lease.migration() + "/apply");
    try {
      Connection connection = session.connection();
      Transaction.execute(connection, SETTINGS);
      connection.setAutoCommit(false);
      BatchHead head = new BatchHead(lease, new Mark(lease.migration(), direction));
      return new PostgresApplier(sessions, session, head);
    } catch (SQLException e) {
      session.close();
      throw sessions.failed("prepare to apply changes", e);
    }
  }

  @Override
  public Applied apply(Batch batch) {
    boolean alone = false;
    for (int attempt = 1; ; attempt++) {
      BatchWrites writes = new BatchWrites(session.connection(), alone);
      try {
        return tryToApply(batch, writes);
      } catch (SQLException e) {
        rollback(e);
        if (RefusedRow.is(e) && (alone || !writes.couldTellRows())) {
          return new Applied.Conflict(RefusedRow.reason(e), writes.refused());
        }
        if (RefusedRow.is(e)) {
          // The server does not say which of the statements that it was sent together it refused.
          alone = true;
          continue;
        }
        if (!SqlState.isClash(e) || attempt == ATTEMPTS) {
          throw sessions.failed("apply changes", e);
        }
      } catch (RuntimeException e) {
        rollback(e);
        throw e;
      }
    }
  }

  @Override
  public void close() {
    session.close();
  }

  private Applied tryToApply(Batch batch, BatchWrites writes) throws SQLException {
    Connection connection = session.connection();
    List<ChunkId> opened = head.begin(connection, batch);
    if (!opened.isEmpty()) {
      connection.rollback();
      return new Applied.ChunksOpened(opened);
    }
    Applied.RowsMissing missing = writes.run(batch.writes());
    if (missing != null) {
      connection.rollback();
      return missing;
    }
    connection.commit();
    return new Applied.Done(writes.rows());
  }

  private void rollback(Exception cause) {
    try {
      session.connection().rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
