package io.crossfade.demo.judge;

import io.crossfade.demo.shop.Shop;
import io.crossfade.demo.shop.Size;
import io.crossfade.servers.SharedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// Shops as they stand before and after the demo's migration, made without any migration.
final class Shops {
  private static final AtomicInteger COPIES = new AtomicInteger();
  private static final String[] MAPPING = {
    "CREATE SCHEMA shop",
    "ALTER TABLE customers SET SCHEMA shop",
    "ALTER TABLE shop.customers RENAME TO clients",
    "ALTER TABLE shop.clients RENAME points TO loyalty_points",
    "ALTER TABLE shop.clients DROP fax",
    "ALTER TABLE shop.clients ADD full_name text",
    "UPDATE shop.clients SET full_name = first_name || ' ' || last_name",
    "ALTER TABLE shop.clients ALTER created_at TYPE timestamptz USING created_at AT TIME ZONE 'UTC'",
    "ALTER TABLE stock ALTER sold TYPE bigint",
    "ALTER TABLE orders ALTER id TYPE bigint",
    "ALTER TABLE order_lines ALTER order_id TYPE bigint",
    "ALTER TABLE payments ALTER order_id TYPE bigint",
  };

  private Shops() {}

  static String source() throws SQLException {
    String url = SharedPostgres.newDatabase(16);
    new Shop(url, Size.SMALL).build();
    return url;
  }

  static String target() throws SQLException {
    String url = SharedPostgres.newDatabase(18);
    new Shop(url, Size.SMALL).build();
    execute(url, MAPPING);
    return url;
  }

  /// Another database with the same content, to be spoilt.
  static String copyOf(String url) throws SQLException {
    int start = url.lastIndexOf('/') + 1;
    int end = url.indexOf('?');
    String database = url.substring(start, end);
    String copy = database + "_copy_" + COPIES.incrementAndGet();
    String server = url.substring(0, start) + "postgres" + url.substring(end);
    execute(server, "CREATE DATABASE " + copy + " TEMPLATE " + database + " STRATEGY FILE_COPY");
    return url.substring(0, start) + copy + url.substring(end);
  }

  /// Returns how many rows were changed.
  static int execute(String url, String... statements) throws SQLException {
    int rows = 0;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
        rows += Math.max(0, statement.getUpdateCount());
      }
    }
    return rows;
  }
}
