package io.crossfade.mysql.copy;

import io.crossfade.connector.BucketDigest;
import io.crossfade.connector.ConvertedTexts;
import io.crossfade.connector.SharedFormats;
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
import io.crossfade.mysql.key.KeyColumns;
import io.crossfade.mysql.log.SnapshotBoundary;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.session.Transaction;
import io.crossfade.mysql.typed.TypedFrames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A read-only transaction at REPEATABLE READ.
 *
 * <p>A table that was altered or rewritten after the snapshot was taken is refused by the server
 * itself, with the error that its definition has changed; and once it is opened here, its metadata
 * lock keeps that from happening until the snapshot is closed.
 */
final class MySqlSnapshot implements Snapshot {
  private static final String WHAT = "snapshot";

  /** So many keys in one query: more of them, and the server would guess rather than look. */
  private static final int KEYS_TOGETHER = 150;

  private final Sessions sessions;
  private final Session session;
  private final Connection connection;
  private final SnapshotBoundary boundary;

  private MySqlSnapshot(Sessions sessions, Session session, SnapshotBoundary boundary) {
    this.sessions = sessions;
    this.session = session;
    this.connection = session.connection();
    this.boundary = boundary;
  }

  static MySqlSnapshot open(Sessions sessions, List<Table> tables) {
    Session session = sessions.open(WHAT);
    try {
      Connection connection = session.connection();
      Transaction.execute(connection, "SET lock_wait_timeout = 10");
      SnapshotBoundary boundary = SnapshotBoundary.open(sessions, connection);
      for (Table table : tables) {
        TableOpening.open(connection, table.name());
      }
      return new MySqlSnapshot(sessions, session, boundary);
    } catch (SQLException e) {
      session.close();
      throw TableOpening.failed(sessions, "take a snapshot", e);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public Boundary boundary() {
    return boundary;
  }

  @Override
  public Position end() {
    return boundary.end();
  }

  @Override
  public long frames(TableMapping mapping, KeyRange range, String format, ByteSink sink) {
    String condition = isIn(mapping, range);
    return read(
        mapping,
        c -> {
          if (format.equals(SharedFormats.LINES)) {
            return new RowStream(c, mapping, condition).lines(sink);
          }
          TypedFrames frames = new TypedFrames(mapping);
          return frames.read(c, SelectSql.of(c, mapping, frames.expressions(), condition), sink);
        });
  }

  @Override
  public void rows(TableMapping mapping, KeyRange range, Consumer<Row> sink) {
    read(mapping, c -> new RowStream(c, mapping, isIn(mapping, range)).rows(sink));
  }

  @Override
  public void texts(TableMapping mapping, KeyRange range, TextSink sink) {
    read(
        mapping,
        c -> {
          String sql = SelectSql.of(c, mapping, isIn(mapping, range));
          return new TextStream(ReadColumn.of(mapping))
              .read(c, sql, ConvertedTexts.of(mapping, sink));
        });
  }

  @Override
  public void rows(
      TableMapping mapping, KeyRange range, int buckets, Set<Integer> wanted, Consumer<Row> sink) {
    String condition =
        isIn(mapping, range) + " AND " + new Digest(mapping).isInBucket(buckets, wanted);
    read(mapping, c -> new RowStream(c, mapping, condition).rows(sink));
  }

  @Override
  public void rows(TableMapping mapping, List<Key> keys, Consumer<Row> sink) {
    for (int from = 0; from < keys.size(); from += KEYS_TOGETHER) {
      List<Key> some = keys.subList(from, Math.min(keys.size(), from + KEYS_TOGETHER));
      String condition = SelectSql.isOneOf(mapping.from(), some);
      read(mapping, c -> new RowStream(c, mapping, condition).rows(sink));
    }
  }

  @Override
  public List<BucketDigest> digest(TableMapping mapping, KeyRange range, int buckets) {
    return read(mapping, c -> new Digest(mapping).read(c, isIn(mapping, range), buckets));
  }

  @Override
  public void close() {
    session.close();
  }

  private static String isIn(TableMapping mapping, KeyRange range) {
    return new KeyColumns(mapping.from()).isIn(range);
  }

  private <T> T read(TableMapping mapping, SqlWork<T> work) {
    try {
      T result = work.on(connection);
      if (RefusedCast.isPossible(mapping)) {
        RefusedCast.require(connection, mapping);
      }
      return result;
    } catch (SQLException e) {
      throw TableOpening.failed(sessions, "read " + mapping.from().name(), e);
    }
  }
}
