package io.crossfade.mysql.apply;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Applier;
import io.crossfade.connector.Batch;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Lease;
import io.crossfade.connector.session.Session;
import io.crossfade.model.Direction;
import io.crossfade.model.Mark;
import io.crossfade.mysql.session.OwnTransaction;
import io.crossfade.mysql.session.RefusedRow;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Applies batches on one connection: first what decides whether a batch may be written, then its
 * writes. A write into a chunk that is being copied would wait for the copier, which would wait for
 * our share lock.
 */
final class MySqlApplier implements Applier {
  private static final int ATTEMPTS = 3;

  /** Has to stand the building of an index. */
  private static final String SETTINGS =
      OwnTransaction.WRITING_SESSION + ", lock_wait_timeout = 600, innodb_lock_wait_timeout = 600";

  private final Sessions sessions;
  private final Session session;
  private final BatchHead head;
  private final ManyRows many;
  private final WrittenTables tables = new WrittenTables();

  private MySqlApplier(Sessions sessions, Session session, BatchHead head, ManyRows many) {
    this.sessions = sessions;
    this.session = session;
    this.head = head;
    this.many = many;
  }

  static MySqlApplier open(Sessions sessions, Lease lease, Direction direction) {
    Session session = sessions.open(lease.migration() + "/apply");
    try {
      Connection connection = session.connection();
      Transaction.execute(connection, SETTINGS);
      ManyRows many = ManyRows.of(connection, PacketSize.of(connection));
      connection.setAutoCommit(false);
      BatchHead head = new BatchHead(lease, new Mark(lease.migration(), direction));
      return new MySqlApplier(sessions, session, head, many);
    } catch (SQLException e) {
      session.close();
      throw sessions.failed("prepare to apply changes", e);
    }
  }

  @Override
  public Applied apply(Batch batch) {
    for (int attempt = 1; ; attempt++) {
      RowWrites writes = new RowWrites(session.connection(), many, tables);
      try {
        return tryToApply(batch, writes);
      } catch (SQLException e) {
        rollback(e);
        if (RefusedRow.is(e)) {
          return new Applied.Conflict(RefusedRow.reason(e), writes.refused());
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

  private Applied tryToApply(Batch batch, RowWrites writes) throws SQLException {
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
