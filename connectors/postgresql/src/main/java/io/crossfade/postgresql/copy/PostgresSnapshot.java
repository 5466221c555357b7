package io.crossfade.postgresql.copy;

import io.crossfade.connector.BucketDigest;
import io.crossfade.connector.ConvertedTexts;
import io.crossfade.connector.Snapshot;
import io.crossfade.connector.TextSink;
import io.crossfade.connector.session.Session;
import io.crossfade.connector.session.SqlWork;
import io.crossfade.model.Boundary;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.compare.Digest;
import io.crossfade.postgresql.key.KeyColumns;
import io.crossfade.postgresql.log.LogEnd;
import io.crossfade.postgresql.session.RefusedRow;
import io.crossfade.postgresql.session.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A read-only transaction at REPEATABLE READ. How it begins stands at {@link SnapshotOpening}. */
final class PostgresSnapshot implements Snapshot {
  private static final String WHAT = "snapshot";

  private final Sessions sessions;
  private final Session session;
  private final Connection connection;
  private final SnapshotOpening.Seen seen;

  /** The condition on the rows that are read. */
  private String reading = "true";

  private PostgresSnapshot(Sessions sessions, Session session, SnapshotOpening.Seen seen) {
    this.sessions = sessions;
    this.session = session;
    this.connection = session.connection();
    this.seen = seen;
  }

  static PostgresSnapshot open(Sessions sessions, List<Table> tables) {
    Session session = sessions.open(WHAT);
    try {
      return new PostgresSnapshot(
          sessions, session, SnapshotOpening.begin(session.connection(), sessions.name(), tables));
    } catch (SQLException e) {
      session.close();
      throw sessions.failed("take a snapshot", e);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public Boundary boundary() {
    return seen.boundary();
  }

  /**
   * Whether the log is flushed is asked in the snapshot's own session: a server that has crashed
   * meanwhile, and may have flushed other things since, does not answer there.
   */
  @Override
  public Position end() {
    try {
      while (!LogEnd.isFlushed(connection, seen.end())) {
        sessions.call(WHAT, "flush the log", c -> LogEnd.emitMarker(c, WHAT));
      }
      return seen.end();
    } catch (SQLException e) {
      throw sessions.failed("see how far the log is flushed", e);
    }
  }

  @Override
  public long frames(TableMapping mapping, KeyRange range, String format, ByteSink sink) {
    FrameFormat given = FrameFormat.titled(format);
    return read(
        mapping,
        c -> {
          String select = SelectSql.of(mapping, isIn(c, mapping, range));
          if (given == FrameFormat.LINES) {
            return ConvertedRows.lines(c, mapping, select, sink);
          }
          return CopyOutput.read(
              c,
              "COPY (" + select + ") TO STDOUT" + given.options(),
              bytes -> sink.accept(bytes, 0, bytes.length));
        });
  }

  @Override
  public void rows(TableMapping mapping, KeyRange range, Consumer<Row> sink) {
    read(mapping, c -> rows(mapping, SelectSql.of(mapping, isIn(c, mapping, range)), sink));
  }

  @Override
  public void texts(TableMapping mapping, KeyRange range, TextSink sink) {
    read(
        mapping,
        c -> {
          CopyTexts texts = new CopyTexts(ConvertedTexts.of(mapping, sink));
          String select = SelectSql.of(mapping, isIn(c, mapping, range));
          return CopyOutput.read(c, "COPY (" + select + ") TO STDOUT", texts::row);
        });
  }

  @Override
  public void rows(
      TableMapping mapping, KeyRange range, int buckets, Set<Integer> wanted, Consumer<Row> sink) {
    read(
        mapping,
        c -> {
          String isIn = isIn(c, mapping, range);
          String isWanted = new Digest(mapping).isInBucket(buckets, wanted);
          return rows(mapping, SelectSql.of(mapping, isIn + " AND " + isWanted), sink);
        });
  }

  @Override
  public void rows(TableMapping mapping, List<Key> keys, Consumer<Row> sink) {
    if (!keys.isEmpty()) {
      reading = SelectSql.isOneOf(mapping.from(), keys);
      read(mapping, c -> rows(mapping, SelectSql.ofKeys(mapping, keys), sink));
    }
  }

  @Override
  public List<BucketDigest> digest(TableMapping mapping, KeyRange range, int buckets) {
    return read(mapping, c -> new Digest(mapping).read(c, isIn(c, mapping, range), buckets));
  }

  @Override
  public void close() {
    session.close();
  }

  private long rows(TableMapping mapping, String select, Consumer<Row> sink) throws SQLException {
    return ConvertedRows.read(connection, mapping, select, sink);
  }

  private String isIn(Connection c, TableMapping mapping, KeyRange range) throws SQLException {
    reading = KeyColumns.read(c, mapping.from()).isIn(range);
    return reading;
  }

  private <T> T read(TableMapping mapping, SqlWork<T> work) {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      // The mapping's casts are made here, so this is where they fail.
      String doing = "read " + mapping.from().name();
      throw RefusedRow.is(e)
          ? sessions.call(WHAT, doing, c -> RefusedCast.named(c, mapping, reading, e))
          : sessions.failed(doing, e);
    }
  }
}
