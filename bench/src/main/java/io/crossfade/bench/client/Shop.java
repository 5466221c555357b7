package io.crossfade.bench.client;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.model.Side;
import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// Two durable servers with a table of orders on each.
final class Shop implements AutoCloseable {
  static final int ORDERS = 10_000;

  private final EmbeddedPostgres sourceServer;
  private final EmbeddedPostgres targetServer;
  private final HikariDataSource source;
  private final HikariDataSource target;

  Shop(Path directory) throws SQLException {
    sourceServer = EmbeddedPostgres.start(16, directory.resolve("source"), true);
    targetServer = EmbeddedPostgres.start(18, directory.resolve("target"), true);
    source = pool(sourceServer);
    target = pool(targetServer);
    for (Side side : Side.values()) {
      execute(
          side,
          "CREATE TABLE orders (id bigint PRIMARY KEY, customer text, total numeric, note text);"
              + "INSERT INTO orders SELECT i, 'customer ' || i, i / 7.0, repeat('x', 200)"
              + " FROM generate_series(1, "
              + ORDERS
              + ") i; VACUUM ANALYZE orders");
    }
  }

  private static HikariDataSource pool(EmbeddedPostgres server) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.jdbcUrl("postgres"));
    config.setMaximumPoolSize(10);
    return new HikariDataSource(config);
  }

  DataSource pool(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  void execute(Side side, String sql) throws SQLException {
    try (Connection connection = pool(side).getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : sql.split(";", -1)) {
        statement.execute(each);
      }
    }
  }

  /// An order by its key.
  static Order find(DataSource pool, long id) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement query =
            connection.prepareStatement("SELECT customer, total, note FROM orders WHERE id = ?")) {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new Order(id, row.getString(1), row.getString(2), row.getString(3));
      }
    }
  }

  /// As stores answer.
  record Order(long id, String customer, String total, String note) {}

  static void update(Connection connection, long id, int round) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE orders SET total = ? WHERE id = ?")) {
      statement.setInt(1, round);
      statement.setLong(2, id);
      statement.executeUpdate();
    }
  }

  /// What else a transaction does, as far as time goes.
  static void hold(Connection connection, int micros) throws SQLException {
    if (micros > 0) {
      try (PreparedStatement statement = connection.prepareStatement("SELECT pg_sleep(?)")) {
        statement.setDouble(1, micros / 1e6);
        statement.execute();
      }
    }
  }

  @Override
  public void close() {
    source.close();
    target.close();
    sourceServer.close();
    targetServer.close();
  }
}
