package io.crossfade.postgresql.schema;

import io.crossfade.connector.Lease;
import io.crossfade.model.Check;
import io.crossfade.model.Definition;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import io.crossfade.postgresql.workspace.MadeObjects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
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

  private static final String PARTITIONED =
      "SELECT FROM pg_class WHERE oid = to_regclass(?) AND relkind = 'p' AND relname = ?::name";

  private static final String CONSTRAINT =
      "SELECT FROM pg_constraint WHERE conrelid = to_regclass(?) AND conname = ?::name";

  /** On a table of ours it goes with the table. */
  private static final String MADE_INDEX =
      """
      SELECT 'pg_class'::regclass, i.indexrelid FROM pg_index i WHERE i.indexrelid = to_regclass(?)
        AND NOT EXISTS (SELECT FROM crossfade.made m WHERE m.class = 'pg_class'::regclass AND m.object = i.indrelid)
      """;

  /** A foreign key keeps the table from being dropped to which it points. */
  private static final String MADE_CONSTRAINT =
      """
      SELECT 'pg_constraint'::regclass, k.oid FROM pg_constraint k WHERE k.conrelid = to_regclass(?) AND k.conname = ?::name
        AND (k.contype = 'f' OR NOT EXISTS (SELECT FROM crossfade.made m WHERE m.class = 'pg_class'::regclass AND m.object = k.conrelid))
      """;

  private final Connection connection;
  private final Lease lease;

  TableFinishing(Connection connection, Lease lease) {
    this.connection = connection;
    this.lease = lease;
  }

  void finish(List<Table> tables) throws SQLException {
    Transaction.execute(connection, "SET maintenance_work_mem = '256MB'");
    connection.setAutoCommit(false);
    for (Table table : tables) {
      for (Index index : table.indexes()) {
        build(table, index);
      }
    }
    Transaction.execute(connection, "SET lock_timeout = " + LOCK_MILLIS);
    connection.commit();
    for (Table table : tables) {
      constrain(table);
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

  private void build(Table table, Index index) throws SQLException {
    String name = Sql.table(new TableName(table.name().schema(), index.name()));
    boolean later = isPlainConstraint(index) && isPartitioned(table);
    if (later || exists(INDEX, Sql.table(table.name()), name)) {
      return;
    }
    again(statement(table, index), MADE_INDEX, name);
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
        unique(table, index);
      }
    }
    for (Check check : table.checks()) {
      add(table, check.name(), check(check) + " NOT VALID");
      if (check.validated()) {
        validate(table, check.name());
      }
    }
  }

  /** The server takes no index that is there for a constraint of a partitioned table. */
  private void unique(Table table, Index index) throws SQLException {
    if (!isPartitioned(table)) {
      add(table, index.name(), unique(index));
    } else if (isPlainConstraint(index)) {
      add(table, index.name(), uniqueOfParts(index));
    }
  }

  static boolean isPlainConstraint(Index index) {
    return index.constraint() && index.definition() == null;
  }

  static String unique(Index index) {
    return "UNIQUE USING INDEX " + Sql.quote(index.name());
  }

  static String uniqueOfParts(Index index) {
    return "UNIQUE (" + Sql.columns(index.columns()) + ")";
  }

  /** Servers before 18 check that of a partitioned table at once, or not at all. */
  private void add(Table table, ForeignKey key) throws SQLException {
    if (isPartitioned(table)) {
      add(table, key.name(), foreignKey(key));
    } else {
      add(table, key.name(), foreignKey(key) + " NOT VALID");
      validate(table, key.name());
    }
  }

  /** Perhaps by somebody else, and the source's is not. */
  private boolean isPartitioned(Table table) throws SQLException {
    return exists(PARTITIONED, Sql.table(table.name()), table.name().name());
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
      again(statement(table, name, constraint), MADE_CONSTRAINT, Sql.table(table.name()), name);
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

  /**
   * A transaction of its own, which also records what it has made.
   *
   * @param made gives what it was, with the parameters; none where nothing is made
   */
  private void again(String sql, String... made) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        once(sql, made);
        return;
      } catch (SQLException e) {
        connection.rollback();
        boolean clash = SqlState.isClash(e) || SqlState.isLockTimeout(e);
        if (!clash || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void once(String sql, String... made) throws SQLException {
    Transaction.execute(connection, sql);
    // Only now: whoever takes the migration over would wait for us that long.
    Leases.require(connection, lease);
    if (made.length > 0) {
      MadeObjects.add(
          connection, lease.migration(), made[0], Arrays.copyOfRange(made, 1, made.length));
    }
    connection.commit();
  }
}
