package io.crossfade.postgresql.copy;

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
import io.crossfade.postgresql.session.OwnTransaction;
import io.crossfade.postgresql.session.RefusedRow;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.Transaction;
import io.crossfade.postgresql.workspace.ChunkAttempt;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A COPY in the transaction that says DONE: an attempt that fails leaves nothing, so nothing has to
 * be idempotent row by row. Straight into the written table, where nobody else writes it.
 */
public final class PostgresChunkWrite implements ChunkWrite {
  private static final String SETTINGS =
      OwnTransaction.WRITING_SESSION
          + "; SET lock_timeout = '1min'; SET idle_in_transaction_session_timeout = '1min'";

  /**
   * The server tells a refused row by its number in the COPY: rows go in pieces, whose keys we
   * know.
   */
  private static final int PIECE_ROWS = 5_000;

  private final Sessions sessions;
  private final Session session;
  private final ChunkAttempt attempt;
  private final WrittenColumns columns;
  private final Landing landing;
  private final String sql;

  /** Of the rows in this piece; none where frames are written. */
  private final List<String> keys = new ArrayList<>();

  private CopyInput copy;
  private long ended;

  private PostgresChunkWrite(
      Sessions sessions,
      Session session,
      ChunkAttempt attempt,
      WrittenColumns columns,
      Landing landing,
      String sql)
      throws SQLException {
    this.sessions = sessions;
    this.session = session;
    this.attempt = attempt;
    this.columns = columns;
    this.landing = landing;
    this.sql = sql;
    this.copy = CopyInput.begin(session.connection(), sql);
  }

  public static PostgresChunkWrite begin(
      Sessions sessions,
      Lease lease,
      Chunk chunk,
      TableMapping mapping,
      @Nullable String format,
      Landing landing) {
    ChunkAttempt attempt = new ChunkAttempt(lease, chunk);
    WrittenColumns columns = new WrittenColumns(mapping);
    Session session = sessions.open(attempt.sessionName());
    try {
      Connection connection = session.connection();
      connection.setAutoCommit(false);
      attempt.recordSession(connection);
      Transaction.execute(connection, SETTINGS);
      OwnTransaction.begin(connection, new Mark(lease.migration(), Direction.FORWARD));
      landing.make(connection);
      String sql =
          "COPY %s (%s) FROM STDIN%s"
              .formatted(
                  landing.table(),
                  Sql.columns(columns.names()),
                  (format == null ? FrameFormat.TEXT : FrameFormat.titled(format)).options());
      return new PostgresChunkWrite(sessions, session, attempt, columns, landing, sql);
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
      copy.write(buffer, offset, length);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void row(Row row) {
    try {
      if (keys.size() == PIECE_ROWS) {
        ended += copy.end();
        copy = CopyInput.begin(session.connection(), sql);
        keys.clear();
      }
      keys.add(columns.key(row));
      columns.line(row, copy::write);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void commit(Boundary boundary, Position retireAfter, long rows) {
    try {
      long written = ended + copy.end();
      if (written != rows) {
        throw new CrossfadeException(
            ErrorCode.INTERNAL,
            "of "
                + rows
                + " rows of "
                + columns.table()
                + " the server took "
                + written
                + "; nothing was written");
      }
      landing.moveOn(session.connection());
      attempt.done(session.connection(), boundary, retireAfter, rows);
      session.connection().commit();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    copy.close();
    session.close();
  }

  private CrossfadeException failed(SQLException e) {
    return RefusedRow.is(e)
        ? RefusedRow.exception(columns.table(), columns.refused(keys, e), e)
        : sessions.failed("write a chunk of " + columns.table(), e);
  }
}
