package io.crossfade.client.dual.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.dual.Routes;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import io.crossfade.servers.SharedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Two real databases with the table of items and a table {@code note}, and a router. */
final class TwoDatabases implements AutoCloseable {
  static final TableName NOTE = new TableName("public", "note");

  final HikariDataSource source = pool(SharedPostgres.newDatabase(16));
  final HikariDataSource target = pool(SharedPostgres.newDatabase(18));
  final JdbcItems items = new JdbcItems("shop");
  final Routes routes = new Routes();

  TwoDatabases() throws SQLException {
    for (Side side : Side.values()) {
      execute(side, "CREATE SCHEMA crossfade");
      execute(side, items.ddl());
      execute(side, "CREATE TABLE note (id bigint PRIMARY KEY, said text)");
    }
  }

  static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(10);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  HikariDataSource pool(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  RowStore notes(Side side) {
    return new RowStore(items, side, "note", pool(side), NOTE);
  }

  Outbox outbox() {
    return new Outbox(items, source, target);
  }

  void execute(Side side, String sql) throws SQLException {
    try (Connection connection = pool(side).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Each row as one text. */
  List<String> rows(Side side, String query) throws SQLException {
    try (Connection connection = pool(side).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(rows.getString(i)));
        }
        all.add(String.join("|", values));
      }
      return all;
    }
  }

  /** The time of every pause and claim has passed. */
  void timePasses() throws SQLException {
    for (Side side : Side.values()) {
      execute(
          side, "UPDATE crossfade.item SET next_try = clock_timestamp() WHERE version > settled");
    }
  }

  @Override
  public void close() {
    routes.close();
    source.close();
    target.close();
  }
}
