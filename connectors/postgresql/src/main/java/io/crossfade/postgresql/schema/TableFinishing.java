package io.crossfade.postgresql.schema;

import io.crossfade.model.Check;
import io.crossfade.model.Definition;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Builds what is cheaper and safer to build once the rows are there. The stream may be writing
 * beside: each statement is a transaction of its own, and one that clashes is made again.
 */
final class TableFinishing {
  /** Large transactions are applied for minutes, and the locks wait for them. */
  private static final int ATTEMPTS = 200;

  /** Who waits for a table lets nobody pass, our own stream neither. */
  private static final int LOCK_MILLIS = 5_000;

  private static final String INDEX =
      "SELECT FROM pg_index WHERE indrelid = to_regclass(?) AND indexrelid = to_regclass(?)";

  private static final String CONSTRAINT =
      "SELECT FROM pg_constraint WHERE conrelid = to_regclass(?) AND conname = ?::name";

  private final Connection connection;

  TableFinishing(Connection connection) {
    this.connection = connection;
  }

  void finish(List<Table> tables) throws SQLException {
    Transaction.execute(connection, "SET maintenance_work_mem = '256MB'");
    for (Table table : tables) {
      for (Index index : table.indexes()) {
        build(table, index);
      }
    }
    Transaction.execute(connection, "SET lock_timeout = " + LOCK_MILLIS);
    for (Table table : tables) {
      constrain(table);
    }
    for (Table table : tables) {
      for (ForeignKey key : table.foreignKeys()) {
        add(table, key.name(), foreignKey(key) + " NOT VALID");
        validate(table, key.name());
      }
    }
    for (Table table : tables) {
      again("ANALYZE " + Sql.table(table.name()));
    }
  }

  private void build(Table table, Index index) throws SQLException {
    String name = Sql.table(new TableName(table.name().schema(), index.name()));
    if (exists(INDEX, Sql.table(table.name()), name)) {
      return;
    }
    again(statement(table, index));
  }

  static String statement(Table table, Index index) {
    Definition definition = index.definition();
    return "CREATE %sINDEX %s ON %s %s"
        .formatted(
            index.unique() ? "UNIQUE " : "",
            Sql.quote(index.name()),
            Sql.table(table.name()),
            definition == null ? "(" + Sql.columns(index.columns()) + ")" : definition.text());
  }

  /** What concerns the table alone. */
  private void constrain(Table table) throws SQLException {
    for (Index index : table.indexes()) {
      if (index.constraint()) {
        add(table, index.name(), unique(index));
      }
    }
    for (Check check : table.checks()) {
      add(table, check.name(), check(check) + " NOT VALID");
      if (check.validated()) {
        validate(table, check.name());
      }
    }
  }

  static String unique(Index index) {
    return "UNIQUE USING INDEX " + Sql.quote(index.name());
  }

  static String check(Check check) {
    return "CHECK (" + check.definition().text() + ")";
  }

  static String foreignKey(ForeignKey key) {
    return "FOREIGN KEY (%s) REFERENCES %s (%s) %s"
        .formatted(
            Sql.columns(key.columns()),
            Sql.table(key.references()),
            Sql.columns(key.referencedColumns()),
            key.actions());
  }

  private void add(Table table, String name, String constraint) throws SQLException {
    if (!exists(CONSTRAINT, Sql.table(table.name()), name)) {
      again(statement(table, name, constraint));
    }
  }

  static String statement(Table table, String name, String constraint) {
    return "ALTER TABLE %s ADD CONSTRAINT %s %s"
        .formatted(Sql.table(table.name()), Sql.quote(name), constraint);
  }

  /** In a step of its own, so that the rows are checked under a lock that lets writers through. */
  private void validate(Table table, String name) throws SQLException {
    again(
        "ALTER TABLE %s VALIDATE CONSTRAINT %s"
            .formatted(Sql.table(table.name()), Sql.quote(name)));
  }

  private boolean exists(String query, String table, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, table);
      statement.setString(2, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private void again(String sql) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        Transaction.execute(connection, sql);
        return;
      } catch (SQLException e) {
        boolean clash = SqlState.isClash(e) || SqlState.isLockTimeout(e);
        if (!clash || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
