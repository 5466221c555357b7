package io.crossfade.mysql.apply;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Lease;
import io.crossfade.connector.session.Session;
import io.crossfade.model.Boundary;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.session.OwnTransaction;
import io.crossfade.mysql.session.RefusedRow;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.session.Transaction;
import io.crossfade.mysql.workspace.ChunkAttempt;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Inserts of many rows in the transaction that says DONE: an attempt that fails leaves nothing, so
 * nothing has to be idempotent row by row.
 *
 * <p>Not LOAD DATA: read from a client, it makes warnings of rows that are refused or cut, and goes
 * on.
 */
final class MySqlChunkWrite implements ChunkWrite {
  private static final String SETTINGS =
      OwnTransaction.WRITING_SESSION + ", lock_wait_timeout = 60, innodb_lock_wait_timeout = 60";

  private final Sessions sessions;
  private final Session session;
  private final ChunkAttempt attempt;
  private final ChunkRows rows;
  private final LineReader lines;

  private MySqlChunkWrite(
      Sessions sessions, Session session, ChunkAttempt attempt, ChunkRows rows, int columns) {
    this.sessions = sessions;
    this.session = session;
    this.attempt = attempt;
    this.rows = rows;
    this.lines = new LineReader(columns, rows::add);
  }

  static MySqlChunkWrite begin(Sessions sessions, Lease lease, Chunk chunk, TableMapping mapping) {
    ChunkAttempt attempt = new ChunkAttempt(lease, chunk);
    Session session = sessions.open(lease.migration() + "/chunk " + chunk.id().number());
    try {
      Connection connection = session.connection();
      connection.setAutoCommit(false);
      attempt.recordSession(connection);
      Transaction.execute(connection, SETTINGS);
      OwnTransaction.begin(connection, new Mark(lease.migration(), Direction.FORWARD));
      ChunkRows rows = new ChunkRows(connection, mapping, PacketSize.of(connection));
      return new MySqlChunkWrite(sessions, session, attempt, rows, mapping.columns().size());
    } catch (SQLException e) {
      session.close();
      throw sessions.failed("begin to write a chunk of " + mapping.to().name(), e);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void frames(byte[] buffer, int offset, int length) {
    try {
      lines.read(buffer, offset, length);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void row(Row row) {
    try {
      rows.add(row);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void commit(Boundary boundary, Position retireAfter, long expected) {
    try {
      rows.flush();
      if (rows.written() != expected) {
        throw new CrossfadeException(
            ErrorCode.INTERNAL,
            "of "
                + expected
                + " rows of "
                + rows.table()
                + " the server took "
                + rows.written()
                + "; nothing was written");
      }
      attempt.done(session.connection(), boundary, retireAfter, expected);
      session.connection().commit();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    session.close();
  }

  private CrossfadeException failed(SQLException e) {
    return RefusedRow.is(e)
        ? RefusedRow.exception(rows.table(), rows.refused(), e)
        : sessions.failed("write a chunk of " + rows.table(), e);
  }
}
