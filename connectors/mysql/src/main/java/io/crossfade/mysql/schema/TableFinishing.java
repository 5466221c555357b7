package io.crossfade.mysql.schema;

import io.crossfade.connector.Lease;
import io.crossfade.model.Check;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import io.crossfade.mysql.workspace.MadeObjects;
import io.crossfade.mysql.workspace.MadeObjects.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Builds secondary indexes and constraints on tables that are filled. The streams may be writing
 * beside: who waits for a table lets nobody pass, so it waits for a few seconds at a time.
 */
public final class TableFinishing {
  /** Large transactions are applied for minutes, and we wait for their locks. */
  private static final int ATTEMPTS = 200;

  private static final String LOCK_SECONDS = "SET lock_wait_timeout = 5";

  /**
   * Then a foreign key is added in a moment, without reading the table under a lock that keeps
   * writers out. The rows are checked before.
   */
  private static final String UNCHECKED = "SET foreign_key_checks = 0";

  private static final String INDEXES =
      "SELECT DISTINCT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?";

  private static final String CONSTRAINTS =
      "SELECT CONSTRAINT_NAME FROM information_schema.TABLE_CONSTRAINTS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
          + " AND CONSTRAINT_TYPE IN ('CHECK', 'FOREIGN KEY')";

  private static final String FULLTEXT = "FULLTEXT ";
  private static final String SPATIAL = "SPATIAL ";

  private static final int NO_PARENT = 1452;

  private final Connection connection;
  private final MadeObjects made;

  public TableFinishing(Connection connection, Lease lease) {
    this.connection = connection;
    this.made = new MadeObjects(connection, lease);
  }

  public void finish(List<Table> tables) throws SQLException {
    Transaction.execute(connection, LOCK_SECONDS);
    for (Table table : tables) {
      checks(table);
      indexes(table);
    }
    Transaction.execute(connection, UNCHECKED);
    for (Table table : tables) {
      foreignKeys(table);
    }
    for (Table table : tables) {
      Transaction.execute(connection, "ANALYZE LOCAL TABLE " + Sql.table(table.name()));
    }
  }

  /** Before the indexes, for the server writes the whole table anew. */
  private void checks(Table table) throws SQLException {
    List<String> there = names(CONSTRAINTS, table.name());
    List<Check> missing =
        table.checks().stream().filter(check -> !contains(there, check.name())).toList();
    for (Check check : missing) {
      make(Kind.CHECK, table, List.of(check.name()), List.of(check(check)));
    }
  }

  private void indexes(Table table) throws SQLException {
    List<String> there = names(INDEXES, table.name());
    List<Index> missing =
        table.indexes().stream().filter(index -> !contains(there, index.name())).toList();
    List<Index> together = new ArrayList<>();
    for (Index index : missing) {
      if (isFulltext(index)) {
        make(table, List.of(index)); // the server builds one of these at a time
      } else {
        together.add(index);
      }
    }
    if (!together.isEmpty()) {
      make(table, together);
    }
  }

  private void make(Table table, List<Index> indexes) throws SQLException {
    make(
        Kind.INDEX,
        table,
        indexes.stream().map(Index::name).toList(),
        indexes.stream().map(index -> "ADD " + index(index)).toList());
  }

  private void foreignKeys(Table table) throws SQLException {
    List<String> there = names(CONSTRAINTS, table.name());
    for (ForeignKey key : table.foreignKeys()) {
      if (!contains(there, key.name())) {
        requireParents(table, key);
        make(Kind.FOREIGN_KEY, table, List.of(key.name()), List.of(foreignKey(key)));
      }
    }
  }

  private void requireParents(Table table, ForeignKey key) throws SQLException {
    String joined =
        IntStream.range(0, key.columns().size())
            .mapToObj(i ->
                "c.%s = p.%s"
                    .formatted(
                        Sql.quote(key.columns().get(i)), Sql.quote(key.referencedColumns().get(i))))
            .collect(Collectors.joining(" AND "));
    String complete =
        key.columns().stream()
            .map(column -> "c." + Sql.quote(column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    String orphan =
        "SELECT 1 FROM %s c LEFT JOIN %s p ON %s WHERE %s AND p.%s IS NULL LIMIT 1"
            .formatted(
                Sql.table(table.name()),
                Sql.table(key.references()),
                joined,
                complete,
                Sql.quote(key.referencedColumns().get(0)));
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(orphan)) {
      if (row.next()) {
        throw new SQLException("CONSTRAINT `" + key.name() + "`", "23000", NO_PARENT);
      }
    }
  }

  /**
   * On a table of ours all goes with the table, but foreign keys keep others from being dropped.
   */
  private void make(Kind kind, Table table, List<String> names, List<String> changes)
      throws SQLException {
    boolean recorded = kind == Kind.FOREIGN_KEY || !made.isOurs(table.name());
    String schema = table.name().schema();
    for (String name : recorded ? names : List.<String>of()) {
      made.record(kind, schema, table.name().name(), name);
    }
    try {
      alter(table, changes);
    } catch (SQLException e) {
      for (String name : recorded && !SqlState.mayPass(e) ? names : List.<String>of()) {
        made.forget(kind, schema, table.name().name(), name);
      }
      throw e;
    }
  }

  private void alter(Table table, List<String> changes) throws SQLException {
    String sql = alterStatement(table, changes);
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

  static String alterStatement(Table table, List<String> changes) {
    return "ALTER TABLE " + Sql.table(table.name()) + " " + String.join(", ", changes);
  }

  static boolean isFulltext(Index index) {
    return index.definition() != null && index.definition().text().startsWith(FULLTEXT);
  }

  /** As it stands in CREATE TABLE. */
  static String index(Index index) {
    String text =
        index.definition() == null
            ? "(" + Sql.columns(index.columns()) + ")"
            : index.definition().text();
    String kind =
        Optional.of(text)
            .filter(t -> t.startsWith(FULLTEXT) || t.startsWith(SPATIAL))
            .map(t -> t.substring(0, t.indexOf(' ') + 1))
            .orElse("");
    return "%s%sINDEX %s %s"
        .formatted(
            kind,
            index.unique() ? "UNIQUE " : "",
            Sql.quote(index.name()),
            text.substring(kind.length()));
  }

  static String check(Check check) {
    return "ADD CONSTRAINT %s CHECK (%s)"
        .formatted(Sql.quote(check.name()), check.definition().text());
  }

  static String foreignKey(ForeignKey key) {
    return "ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s) %s"
        .formatted(
            Sql.quote(key.name()),
            Sql.columns(key.columns()),
            Sql.table(key.references()),
            Sql.columns(key.referencedColumns()),
            key.actions())
        .strip();
  }

  /** The names of indexes and constraints have no case. */
  private static boolean contains(List<String> names, String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  private List<String> names(String query, TableName table) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
    }
    return names;
  }
}
