package io.crossfade.postgresql.schema;

import io.crossfade.connector.Lease;
import io.crossfade.model.Direction;
import io.crossfade.model.Mark;
import io.crossfade.model.Partition;
import io.crossfade.model.Partitioning;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.OwnTransaction;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Gives a table the partitions that it should have, if we have made the table: whoever has made it
 * himself may have partitioned it otherwise, or not at all. They need no record, for they go with
 * it. What they are called does not matter, but which rows lie in them.
 */
final class PartitionMaking {
  private static final String IS_OURS =
      "SELECT FROM crossfade.made WHERE migration = ? AND class = 'pg_class'::regclass AND object = to_regclass(?)";

  private static final String HAS_ROWS = "SELECT FROM %s LIMIT 1";

  /** Another one holds its rows, or has bounds that overlap; or its parent could not be made. */
  private static final Set<String> CANNOT_BE_MADE = Set.of("23514", "42P17", "42P01");

  private static final String IS_REFERENCED = "0A000";

  private final Connection connection;
  private final Lease lease;

  PartitionMaking(Connection connection, Lease lease) {
    this.connection = connection;
    this.lease = lease;
  }

  /** Each in a transaction of its own: there may be more than the server has locks. */
  void make(List<Table> tables) throws SQLException {
    for (Table table : tables) {
      if (isOurs(table)) {
        makeMissing(table, there(table.name()));
      }
    }
  }

  /**
   * Also takes the rows of those that are gone on the source. Their tables stay: rows of them may
   * still come out of the log, which is older. Where something does not fit, rows may lie in other
   * partitions by now: all that is left to the comparison.
   */
  void adjust(Table table) throws SQLException {
    if (!isOurs(table)) {
      return;
    }
    List<Partition> there = there(table.name());
    if (makeMissing(table, there)) {
      for (Partition partition : there) {
        boolean wanted = partitions(table).stream().anyMatch(p -> isSame(p, partition));
        if (!wanted && has(HAS_ROWS.formatted(Sql.table(partition.name())))) {
          empty(partition);
        }
      }
    }
  }

  private boolean isOurs(Table table) throws SQLException {
    return !partitions(table).isEmpty() && has(IS_OURS, lease.migration(), Sql.table(table.name()));
  }

  private List<Partition> there(TableName table) throws SQLException {
    return PartitionReading.parts(connection).stream()
        .filter(found -> found.table().equals(table))
        .map(PartitionReading.Found::partition)
        .toList();
  }

  /** Whether all could be made. */
  private boolean makeMissing(Table table, List<Partition> there) throws SQLException {
    boolean all = true;
    for (Partition partition : partitions(table)) {
      if (there.stream().noneMatch(p -> isSame(p, partition))) {
        all &= make(partition);
      }
    }
    return all;
  }

  private static boolean isSame(Partition one, Partition other) {
    return one.parent().equals(other.parent()) && one.bounds().equals(other.bounds());
  }

  /**
   * On the source its rows may have been moved out of the default partition, or out of one with
   * wider bounds. Here they may stay there: the comparison of the two catalogs tells it.
   */
  private boolean make(Partition partition) throws SQLException {
    try {
      TableAdjusting.again(connection, statement(partition));
      return true;
    } catch (SQLException e) {
      if (CANNOT_BE_MADE.contains(String.valueOf(e.getSQLState()))) {
        return false;
      }
      throw e;
    }
  }

  /** Row by row where a foreign key points to the table. */
  private void empty(Partition partition) throws SQLException {
    try {
      own("TRUNCATE " + Sql.table(partition.name()));
    } catch (SQLException e) {
      connection.rollback();
      if (!SqlState.is(e, IS_REFERENCED)) {
        throw e;
      }
      own("DELETE FROM " + Sql.table(partition.name()));
    }
  }

  private void own(String sql) throws SQLException {
    Transaction.execute(connection, OwnTransaction.WRITING_SESSION);
    connection.setAutoCommit(false);
    OwnTransaction.begin(connection, new Mark(lease.migration(), Direction.FORWARD));
    Leases.require(connection, lease);
    Transaction.execute(connection, "SET LOCAL lock_timeout = '30s'");
    Transaction.execute(connection, sql);
    connection.commit();
    connection.setAutoCommit(true);
  }

  static List<Partition> partitions(Table table) {
    return table.partitioning().map(Partitioning::partitions).orElse(List.of());
  }

  static String statement(Partition partition) {
    return "CREATE TABLE %s PARTITION OF %s %s%s"
        .formatted(
            Sql.table(partition.name()),
            Sql.table(partition.parent()),
            partition.bounds(),
            partition.by() == null ? "" : " PARTITION BY " + partition.by());
  }

  private boolean has(String query, String... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }
}
