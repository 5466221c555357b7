package io.crossfade.contract;

import io.crossfade.connector.Freshness;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An application that speaks SQL over JDBC. */
final class SqlSession implements ApplicationSession {
  private interface Work<T> {
    T run() throws SQLException;
  }

  private final Connection connection;
  private final SqlDatabases words;

  SqlSession(Connection connection, SqlDatabases words) {
    this.connection = connection;
    this.words = words;
  }

  void execute(String sql) {
    attempt(() -> {
      try (Statement statement = connection.createStatement()) {
        return statement.execute(sql);
      }
    });
  }

  /** Each row as one text, columns between bars. */
  List<String> query(String sql, String... parameters) {
    return attempt(() -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setString(i + 1, parameters[i]);
        }
        try (ResultSet row = statement.executeQuery()) {
          return texts(row);
        }
      }
    });
  }

  private static List<String> texts(ResultSet row) throws SQLException {
    List<String> rows = new ArrayList<>();
    while (row.next()) {
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        values.add(String.valueOf(row.getString(i)));
      }
      rows.add(String.join("|", values));
    }
    return rows;
  }

  @Override
  public void create(String table, String key, String columns) {
    String declared = words.declared(columns);
    execute("CREATE TABLE " + table + " (" + declared + ", PRIMARY KEY (" + key + "))");
  }

  @Override
  public void createUniqueIndex(String name, String table, String column) {
    execute("CREATE UNIQUE INDEX " + name + " ON " + table + " (" + column + ")");
  }

  @Override
  public void insert(String table, List<@Nullable String[]> rows) {
    execute(
        "INSERT INTO "
            + table
            + " VALUES "
            + rows.stream().map(SqlSession::tuple).collect(Collectors.joining(", ")));
  }

  private static String tuple(@Nullable String[] values) {
    return Arrays.stream(values)
        .map(SqlSession::literal)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String literal(@Nullable String value) {
    return value == null ? "NULL" : "'" + value.replace("'", "''") + "'";
  }

  @Override
  public void insert(String table, Map<String, String> values) {
    List<String> columns = List.copyOf(values.keySet());
    execute(
        "INSERT INTO "
            + table
            + " ("
            + String.join(", ", columns)
            + ") VALUES "
            + tuple(columns.stream().map(values::get).toArray(String[]::new)));
  }

  @Override
  public void update(String table, String id, String column, @Nullable String value) {
    execute(
        "UPDATE "
            + table
            + " SET "
            + column
            + " = "
            + literal(value)
            + " WHERE id = "
            + literal(id));
  }

  @Override
  public void delete(String table, String id) {
    execute("DELETE FROM " + table + " WHERE id = " + literal(id));
  }

  @Override
  public void deleteAll(String table) {
    execute("DELETE FROM " + table);
  }

  @Override
  public void truncate(String table) {
    execute("TRUNCATE TABLE " + table);
  }

  @Override
  public void restart(String table, String column, long next) {
    execute(words.restart(table, column, next));
  }

  @Override
  public void begin() {
    attempt(() -> {
      connection.setAutoCommit(false);
      return true;
    });
  }

  @Override
  public void beginRepeatable() {
    attempt(() -> {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      return true;
    });
  }

  @Override
  public void commit() {
    attempt(() -> {
      connection.commit();
      connection.setAutoCommit(true);
      return true;
    });
  }

  @Override
  public void rollback() {
    attempt(() -> {
      connection.rollback();
      connection.setAutoCommit(true);
      return true;
    });
  }

  @Override
  public List<String> rows(String table, String... columns) {
    String asked = columns.length == 0 ? "*" : String.join(", ", columns);
    return query("SELECT " + asked + " FROM " + table + " ORDER BY 1");
  }

  @Override
  public String position(Freshness freshness) {
    return query(freshness.positionQuery()).get(0);
  }

  @Override
  public boolean isReached(Freshness freshness, String position) {
    return attempt(() -> {
      try (PreparedStatement query = connection.prepareStatement(freshness.reachedQuery())) {
        query.setString(1, position);
        try (ResultSet row = query.executeQuery()) {
          return row.next() && row.getBoolean(1);
        }
      }
    });
  }

  @Override
  public boolean isRefusal(Throwable error) {
    return error.getCause() instanceof SQLException cause
        && words.refusal().equals(cause.getSQLState());
  }

  @Override
  public void close() {
    attempt(() -> {
      connection.close();
      return true;
    });
  }

  private static <T> T attempt(Work<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
