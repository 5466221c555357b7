package io.crossfade.mysql.workspace;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Lease;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.TableName;
import io.crossfade.mysql.lease.Leases;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The chunks and their states: the table {@code crossfade.chunk}. */
final class ChunkTable {
  static final String COLUMNS =
      "schema_name, table_name, number, lower_key, upper_key, state, attempt, boundary, retire_after, copied";

  private static final int TOGETHER = 500;
  private static final String INSERT =
      "INSERT INTO crossfade.chunk (migration, schema_name, table_name, number, siblings, lower_key, upper_key)"
          + " VALUES ";
  private static final String ROW = "(%s, %s, %s, %d, %d, %s, %s)";
  private static final String OF_TABLE =
      " WHERE migration = ? AND schema_name = ? AND table_name = ?";
  private static final String HAS = "SELECT 1 FROM crossfade.chunk" + OF_TABLE + " LIMIT 1";
  private static final String DELETE = "DELETE FROM crossfade.chunk" + OF_TABLE;
  private static final String READ =
      "SELECT "
          + COLUMNS
          + " FROM crossfade.chunk WHERE migration = ? ORDER BY schema_name, table_name, number";

  private final Sessions sessions;

  ChunkTable(Sessions sessions) {
    this.sessions = sessions;
  }

  void plan(Lease lease, TableName source, List<KeyRange> ranges) {
    sessions.transaction(
        lease.migration() + "/plan",
        "record the chunks of " + source,
        connection -> {
          Leases.require(connection, lease);
          if (!hasChunks(connection, lease.migration(), source)) {
            insert(connection, lease.migration(), source, ranges);
          }
          return true;
        });
  }

  void forget(Lease lease, TableName source) {
    sessions.transaction(
        lease.migration() + "/forget",
        "forget the chunks of " + source,
        connection -> {
          Leases.require(connection, lease);
          try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            setTable(delete, lease.migration(), source);
            return delete.executeUpdate();
          }
        });
  }

  Optional<Chunk> open(Lease lease) {
    return sessions.transaction(
        lease.migration() + "/open",
        "open a chunk",
        connection -> {
          while (true) {
            try {
              return ChunkOpening.open(connection, lease);
            } catch (SQLException e) {
              if (!SqlState.isLockTimeout(e) && !SqlState.isClash(e)) {
                throw e;
              }
              // A large transaction is applied for minutes, and holds what it has dropped.
              connection.rollback();
            }
          }
        });
  }

  void reopen(Lease lease) {
    sessions.transaction(
        lease.migration() + "/reopen",
        "give chunks back that a dead worker left",
        connection -> {
          Leases.require(connection, lease);
          ChunkReopening.reopenDead(connection, lease);
          return true;
        });
  }

  void reopen(Lease lease, Chunk chunk) {
    sessions.transaction(
        lease.migration() + "/reopen",
        "give " + chunk.id() + " back",
        connection -> {
          Leases.require(connection, lease);
          ChunkReopening.reopen(connection, lease, chunk);
          return true;
        });
  }

  static List<Chunk> read(Connection connection, String migration) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(READ)) {
      query.setString(1, migration);
      List<Chunk> chunks = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          chunks.add(chunk(rows));
        }
      }
      return chunks;
    }
  }

  /** Of {@link #COLUMNS}. */
  static Chunk chunk(ResultSet row) throws SQLException {
    return new Chunk(
        new ChunkId(new TableName(row.getString(1), row.getString(2)), row.getInt(3)),
        new KeyRange(bound(row.getString(4)), bound(row.getString(5))),
        Chunk.State.valueOf(row.getString(6)),
        row.getInt(7),
        row.getString(8),
        row.getString(9),
        row.getLong(10));
  }

  private static boolean hasChunks(Connection connection, String migration, TableName table)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(HAS)) {
      setTable(query, migration, table);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void insert(
      Connection connection, String migration, TableName table, List<KeyRange> ranges)
      throws SQLException {
    for (int from = 0; from < ranges.size(); from += TOGETHER) {
      StringJoiner rows = new StringJoiner(", ", INSERT, "");
      for (int number = from; number < Math.min(ranges.size(), from + TOGETHER); number++) {
        rows.add(
            ROW.formatted(
                Sql.literal(migration),
                Sql.literal(table.schema()),
                Sql.literal(table.name()),
                number,
                ranges.size(),
                Sql.literal(text(ranges.get(number).from())),
                Sql.literal(text(ranges.get(number).to()))));
      }
      Transaction.execute(connection, rows.toString());
    }
  }

  private static void setTable(PreparedStatement statement, String migration, TableName table)
      throws SQLException {
    statement.setString(1, migration);
    statement.setString(2, table.schema());
    statement.setString(3, table.name());
  }

  private static @Nullable String text(@Nullable Key bound) {
    return bound == null ? null : bound.text();
  }

  private static @Nullable Key bound(@Nullable String text) {
    return text == null ? null : Key.parse(text);
  }
}
