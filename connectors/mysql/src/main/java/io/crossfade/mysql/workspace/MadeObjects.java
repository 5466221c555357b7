package io.crossfade.mysql.workspace;

import io.crossfade.connector.Lease;
import io.crossfade.model.TableName;
import io.crossfade.mysql.lease.Leases;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was made on this database for which migration: its table {@code made}. The record comes
 * before the thing, for no transaction holds both; so whether a table is ours says the comment with
 * which it was made. What somebody has made in the place of something of ours is his.
 */
public final class MadeObjects {
  /** In the order of the record, each may need the ones before it. */
  public enum Kind {
    DATABASE,
    TABLE,
    INDEX,
    CHECK,
    FOREIGN_KEY,
    VIEW,
    FUNCTION,
    PROCEDURE
  }

  private static final String ADD =
      "INSERT IGNORE INTO crossfade.made (migration, kind, schema_name, table_name, name) VALUES (?, ?, ?, ?, ?)";

  private static final String FORGET =
      "DELETE FROM crossfade.made WHERE migration = ? AND kind = ? AND schema_name = ? AND table_name = ? AND name = ?";

  private static final String DATABASE =
      "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?";

  private static final String COMMENT =
      "SELECT TABLE_NAME, TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND TABLE_TYPE <> 'VIEW'";

  private static final String IN_DATABASE =
      """
      SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?
      UNION ALL SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?
      UNION ALL SELECT 1 FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? LIMIT 1\
      """;

  private static final String NEWEST_FIRST =
      "SELECT number, kind, schema_name, table_name, name FROM crossfade.made WHERE migration = ? ORDER BY number DESC";

  private static final String REFERENCES =
      "SELECT 1 FROM information_schema.KEY_COLUMN_USAGE WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ? AND CONSTRAINT_NAME = ?"
          + " AND REFERENCED_TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME = ?";

  private final Connection connection;
  private final String migration;
  private final Lease lease;

  public MadeObjects(Connection connection, Lease lease) {
    this.connection = connection;
    this.migration = lease.migration();
    this.lease = lease;
  }

  /** What the tables of ours say of themselves. */
  public static String comment(String migration) {
    return "made by Crossfade for " + migration;
  }

  /** In a transaction of its own, and only in the name of the valid lease. Repeatable. */
  public void record(Kind kind, String schema, String table, String name) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(ADD)) {
      Leases.require(connection, lease);
      statement.setString(1, migration);
      statement.setString(2, kind.name().toLowerCase(Locale.ROOT));
      statement.setString(3, schema);
      statement.setString(4, table);
      statement.setString(5, name);
      statement.executeUpdate();
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** What the server has refused to make, somebody may make by hand, and then it is his. */
  public void forget(Kind kind, String schema, String table, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
      statement.setString(1, migration);
      statement.setString(2, kind.name().toLowerCase(Locale.ROOT));
      statement.setString(3, schema);
      statement.setString(4, table);
      statement.setString(5, name);
      statement.executeUpdate();
    }
  }

  public boolean isDatabaseThere(String schema) throws SQLException {
    return !strings(connection, DATABASE, 1, schema).isEmpty();
  }

  public boolean isTableThere(TableName table) throws SQLException {
    return strings(connection, COMMENT, 1, table.schema(), table.name()).contains(table.name());
  }

  /** A table that this migration has made. */
  public boolean isOurs(TableName table) throws SQLException {
    return isOurs(connection, migration, table);
  }

  private static boolean isOurs(Connection connection, String migration, TableName table)
      throws SQLException {
    return strings(connection, COMMENT, 2, table.schema(), table.name())
        .contains(comment(migration));
  }

  private record Made(long number, Kind kind, TableName table, String name) {}

  /** Takes all of it away again. Repeatable. */
  public static void drop(Connection connection, String migration) throws SQLException {
    for (Made made : all(connection, migration)) {
      drop(connection, migration, made);
    }
  }

  /** Takes one table away again, if it was made, and what was made on it or refers to it. */
  public static void drop(Connection connection, String migration, TableName table)
      throws SQLException {
    for (Made made : all(connection, migration)) {
      boolean onTable =
          switch (made.kind()) {
            case TABLE, INDEX, CHECK -> made.table().equals(table);
            case FOREIGN_KEY -> made.table().equals(table) || refers(connection, made, table);
            case DATABASE, VIEW, FUNCTION, PROCEDURE -> false;
          };
      if (onTable) {
        drop(connection, migration, made);
      }
    }
  }

  private static boolean refers(Connection connection, Made key, TableName table)
      throws SQLException {
    return !strings(
            connection,
            REFERENCES,
            1,
            key.table().schema(),
            key.table().name(),
            key.name(),
            table.schema(),
            table.name())
        .isEmpty();
  }

  private static List<Made> all(Connection connection, String migration) throws SQLException {
    List<Made> all = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(NEWEST_FIRST)) {
      query.setString(1, migration);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          all.add(
              new Made(
                  row.getLong(1),
                  Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                  new TableName(row.getString(3), row.getString(4)),
                  row.getString(5)));
        }
      }
    } catch (SQLException e) {
      if (!SqlState.isMissingSchema(e)) {
        throw e;
      }
    }
    return all;
  }

  private static void drop(Connection connection, String migration, Made made) throws SQLException {
    String table = Sql.table(made.table());
    String name = Sql.quote(made.name());
    switch (made.kind()) {
      case DATABASE -> dropEmpty(connection, made.table().schema());
      case TABLE -> {
        if (isOurs(connection, migration, made.table())) {
          Transaction.execute(connection, "DROP TABLE IF EXISTS " + table);
        }
      }
      case INDEX -> dropPart(connection, "DROP INDEX " + name + " ON " + table);
      case CHECK -> dropPart(connection, "ALTER TABLE " + table + " DROP CONSTRAINT " + name);
      case FOREIGN_KEY ->
          dropPart(connection, "ALTER TABLE " + table + " DROP FOREIGN KEY " + name);
      case VIEW -> Transaction.execute(connection, "DROP VIEW IF EXISTS " + table);
      case FUNCTION -> Transaction.execute(connection, "DROP FUNCTION IF EXISTS " + table);
      case PROCEDURE -> Transaction.execute(connection, "DROP PROCEDURE IF EXISTS " + table);
    }
    try (PreparedStatement forget =
        connection.prepareStatement("DELETE FROM crossfade.made WHERE number = ?")) {
      forget.setLong(1, made.number());
      forget.executeUpdate();
    }
  }

  /** It went with its table, perhaps, or was recorded and never made. */
  private static void dropPart(Connection connection, String sql) throws SQLException {
    try {
      Transaction.execute(connection, sql);
    } catch (SQLException e) {
      if (!SqlState.isNotThere(e)) {
        throw e;
      }
    }
  }

  /** A database that others use by now is left to them. */
  private static void dropEmpty(Connection connection, String schema) throws SQLException {
    if (strings(connection, IN_DATABASE, 1, schema, schema, schema).isEmpty()) {
      Transaction.execute(connection, "DROP DATABASE IF EXISTS " + Sql.quote(schema));
    }
  }

  private static List<String> strings(
      Connection connection, String sql, int column, String... parameters) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          strings.add(row.getString(column));
        }
      }
    }
    return strings;
  }
}
