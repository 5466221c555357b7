package io.crossfade.postgresql.schema;

import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Changes a table that is there in the moment that its catalog needs, without touching rows. */
final class TableAdjusting {
  /** As the server spells them: a number, a text, a truth, each perhaps with its type. */
  private static final Pattern CONSTANT =
      Pattern.compile(
          "(?:NULL|true|false|\\(?-?[0-9.]+\\)?|'(?:[^']|'')*')(?:::[\\w .\"\\[\\](),]+)?",
          Pattern.DOTALL);

  /** Who waits for a table lets nobody pass, so it waits for so long at a time. */
  private static final String LOCK_TIMEOUT = "SET lock_timeout = '100ms'";

  private static final int ATTEMPTS = 600;

  /** Gives what the server has of each of the columns; nothing of those that are missing. */
  private static final String THERE =
      """
      SELECT a.attname, a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity <> '' OR a.attgenerated <> ''
      FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
      """;

  private final Connection connection;

  TableAdjusting(Connection connection) {
    this.connection = connection;
  }

  static Optional<String> whyNotAdded(Column column) {
    String value = column.defaultExpression();
    if (column.generated()) {
      return Optional.of("it is generated");
    }
    if (column.identity()) {
      return Optional.of("it numbers the rows, each with another number");
    }
    if (!column.nullable() && (value == null || !isConstant(value))) {
      return Optional.of("it must have a value, which may be another one in each row");
    }
    return Optional.empty();
  }

  private static boolean isConstant(String expression) {
    return CONSTANT.matcher(expression).matches();
  }

  void adjust(Table table) throws SQLException {
    List<String> changes = changes(table);
    if (!changes.isEmpty()) {
      again(
          connection, "ALTER TABLE " + Sql.table(table.name()) + " " + String.join(", ", changes));
    }
  }

  private List<String> changes(Table table) throws SQLException {
    List<Column> missing = new ArrayList<>(table.columns());
    List<String> changes = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(THERE)) {
      query.setString(1, Sql.table(table.name()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String name = row.getString(1);
          if (table.has(name)) {
            missing.remove(table.column(name));
            changes.addAll(changes(table.column(name), row));
          }
        }
      }
    }
    missing.forEach(column -> changes.addAll(added(column)));
    return changes;
  }

  private static List<String> changes(Column wanted, ResultSet there) throws SQLException {
    List<String> changes = new ArrayList<>();
    String alter = "ALTER COLUMN " + Sql.quote(wanted.name());
    if (wanted.nullable() && there.getBoolean(2)) {
      changes.add(alter + " DROP NOT NULL");
    }
    String value = wanted.defaultExpression();
    boolean same = String.valueOf(value).equals(String.valueOf(there.getString(3)));
    if (!same && !there.getBoolean(4) && !wanted.identity()) {
      changes.add(alter + (value == null ? " DROP DEFAULT" : " SET DEFAULT " + value));
    }
    return changes;
  }

  /** A default that is not the same for all rows is only for rows that are made from now on. */
  private static List<String> added(Column column) {
    String value = column.defaultExpression();
    if (value == null || isConstant(value)) {
      return List.of("ADD COLUMN " + TableMaking.column(column));
    }
    String name = Sql.quote(column.name());
    return List.of(
        "ADD COLUMN " + name + " " + column.type(),
        "ALTER COLUMN " + name + " SET DEFAULT " + value);
  }

  static void again(Connection connection, String sql) throws SQLException {
    Transaction.execute(connection, LOCK_TIMEOUT);
    for (int attempt = 1; ; attempt++) {
      try {
        Transaction.execute(connection, sql);
        return;
      } catch (SQLException e) {
        boolean clash = SqlState.isClash(e) || SqlState.isLockTimeout(e);
        if (!clash || attempt == ATTEMPTS) {
          throw e;
        }
        // Those who queued behind us go first.
        Transaction.execute(connection, "SELECT pg_sleep(0.1)");
      }
    }
  }
}
