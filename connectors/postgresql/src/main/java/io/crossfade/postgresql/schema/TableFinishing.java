package io.crossfade.postgresql.schema;

import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
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
  private static final int ATTEMPTS = 10;

  private final Connection connection;

  TableFinishing(Connection connection) {
    this.connection = connection;
  }

  void finish(List<Table> tables) throws SQLException {
    Transaction.execute(connection, "SET maintenance_work_mem = '256MB'");
    for (Table table : tables) {
      for (Index index : table.indexes()) {
        again(
            "CREATE %s INDEX IF NOT EXISTS %s ON %s (%s)"
                .formatted(
                    index.unique() ? "UNIQUE" : "",
                    Sql.quote(index.name()),
                    Sql.table(table.name()),
                    Sql.columns(index.columns())));
      }
    }
    for (Table table : tables) {
      for (ForeignKey key : table.foreignKeys()) {
        add(table, key);
      }
    }
    for (Table table : tables) {
      again("ANALYZE " + Sql.table(table.name()));
    }
  }

  /** In two steps, so that the rows are checked under a lock that lets writers through. */
  private void add(Table table, ForeignKey key) throws SQLException {
    String alter = "ALTER TABLE " + Sql.table(table.name());
    if (!exists(table, key)) {
      again(
          "%s ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s) %s NOT VALID"
              .formatted(
                  alter,
                  Sql.quote(key.name()),
                  Sql.columns(key.columns()),
                  Sql.table(key.references()),
                  Sql.columns(key.referencedColumns()),
                  key.actions()));
    }
    again(alter + " VALIDATE CONSTRAINT " + Sql.quote(key.name()));
  }

  private boolean exists(Table table, ForeignKey key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT FROM pg_constraint WHERE conrelid = to_regclass(?) AND conname = ?")) {
      statement.setString(1, Sql.table(table.name()));
      statement.setString(2, key.name());
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
        if (!SqlState.isClash(e) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
