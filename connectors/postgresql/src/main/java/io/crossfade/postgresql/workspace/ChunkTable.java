package io.crossfade.postgresql.workspace;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Lease;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chunks and their states: the table {@code crossfade.chunk}. */
final class ChunkTable {
  static final String COLUMNS =
      "c.schema_name, c.table_name, c.number, c.lower, c.upper, c.state, c.attempt, c.boundary,"
          + " c.retire_after, c.rows";

  private static final int MANY = 1_000;

  private static final String INSERT =
      """
      INSERT INTO crossfade.chunk (migration, schema_name, table_name, number, siblings, lower, upper)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String DELETE =
      "DELETE FROM crossfade.chunk WHERE migration = ? AND schema_name = ? AND table_name = ?";

  private final Sessions sessions;

  ChunkTable(Sessions sessions) {
    this.sessions = sessions;
  }

  void plan(Lease lease, TableName source, List<KeyRange> ranges) {
    Transaction.run(
        sessions,
        lease.migration() + "/plan",
        "record the chunks of " + source,
        connection -> {
          Leases.require(connection, lease);
          if (!hasChunks(connection, lease.migration(), source)) {
            insert(connection, lease.migration(), source, ranges);
            if (ranges.size() > MANY) {
              // Else the plans of batches would be made for an empty table.
              Transaction.execute(connection, "ANALYZE crossfade.chunk");
            }
          }
          return true;
        });
  }

  void forget(Lease lease, TableName source) {
    Transaction.run(
        sessions,
        lease.migration() + "/forget",
        "forget the chunks of " + source,
        connection -> {
          Leases.require(connection, lease);
          try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setString(1, lease.migration());
            delete.setString(2, source.schema());
            delete.setString(3, source.name());
            return delete.executeUpdate();
          }
        });
  }

  Optional<Chunk> open(Lease lease) {
    return Transaction.run(
        sessions,
        lease.migration() + "/open",
        "open a chunk",
        connection -> {
          while (true) {
            try {
              return ChunkOpening.open(connection, lease);
            } catch (SQLException e) {
              if (!SqlState.isLockTimeout(e)) {
                throw e;
              }
              // A large transaction is applied for minutes, and holds what it has dropped.
              connection.rollback();
            }
          }
        });
  }

  void reopen(Lease lease) {
    Transaction.run(
        sessions,
        lease.migration() + "/reopen",
        "give chunks back that a dead worker left",
        connection -> {
          Leases.require(connection, lease);
          return ChunkReopening.reopenDead(connection, lease);
        });
  }

  void reopen(Lease lease, Chunk chunk) {
    Transaction.run(
        sessions,
        lease.migration() + "/reopen",
        "give " + chunk.id() + " back",
        connection -> {
          Leases.require(connection, lease);
          return ChunkReopening.reopen(connection, lease, chunk);
        });
  }

  static List<Chunk> read(Connection connection, String migration) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM crossfade.chunk c WHERE c.migration = ?"
                + " ORDER BY c.schema_name COLLATE \"C\", c.table_name COLLATE \"C\", c.number")) {
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

  static Chunk chunk(ResultSet row) throws SQLException {
    return new Chunk(
        new ChunkId(new TableName(row.getString(1), row.getString(2)), row.getInt(3)),
        new KeyRange(bound(row.getArray(4)), bound(row.getArray(5))),
        Chunk.State.valueOf(row.getString(6)),
        row.getInt(7),
        row.getString(8),
        row.getString(9),
        row.getLong(10));
  }

  private static boolean hasChunks(Connection connection, String migration, TableName table)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT FROM crossfade.chunk WHERE migration = ? AND schema_name = ? AND table_name = ? LIMIT 1")) {
      query.setString(1, migration);
      query.setString(2, table.schema());
      query.setString(3, table.name());
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void insert(
      Connection connection, String migration, TableName table, List<KeyRange> ranges)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int number = 0; number < ranges.size(); number++) {
        insert.setString(1, migration);
        insert.setString(2, table.schema());
        insert.setString(3, table.name());
        insert.setInt(4, number);
        insert.setInt(5, ranges.size());
        setBound(connection, insert, 6, ranges.get(number).from());
        setBound(connection, insert, 7, ranges.get(number).to());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void setBound(
      Connection connection, PreparedStatement insert, int parameter, @Nullable Key bound)
      throws SQLException {
    if (bound == null) {
      insert.setNull(parameter, Types.ARRAY);
    } else {
      insert.setArray(parameter, connection.createArrayOf("text", bound.values().toArray()));
    }
  }

  private static @Nullable Key bound(@Nullable Array array) throws SQLException {
    return array == null ? null : Key.of((String[]) array.getArray());
  }
}
