package io.crossfade.demo.vendor;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// MySQL and MariaDB, by MariaDB's driver.
public record MySql() implements Vendor {
  private static final String UTC = "SET time_zone = '+00:00'";

  @Override
  public String scripts() {
    return "mysql/";
  }

  /// What is there before anybody follows the log need not be in it.
  @Override
  public List<String> beforeBuilding() {
    return List.of(
        UTC, "SET sql_log_bin = 0", "SET unique_checks = 0", "SET foreign_key_checks = 0");
  }

  /// The server counts on from the greatest number by itself.
  @Override
  public List<String> afterBuilding(Map<String, Integer> last) {
    return List.of();
  }

  @Override
  public List<String> beforeJudging() {
    return List.of(UTC);
  }

  @Override
  public String sleep() {
    return "SELECT sleep(?)";
  }

  @Override
  public void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case Json json -> statement.setString(index, json.text());
      case UUID uuid -> statement.setString(index, uuid.toString());
      case null, default -> statement.setObject(index, value);
    }
  }

  /// The time is in milliseconds.
  @Override
  public Map<String, String> poolSettings(String name) {
    return Map.of("socketTimeout", "30000", "tcpKeepAlive", "true");
  }

  @Override
  public List<String> newSchema(String name) {
    return List.of(
        "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'",
        "CREATE DATABASE " + name + " CHARACTER SET utf8mb4",
        "USE " + name);
  }

  /// A timestamp is a moment here, and these are times on a wall clock.
  @Override
  public String ofHsqldb(String createTable) {
    return createTable.replace("MEMORY TABLE", "TABLE").replace(" TIMESTAMP", " DATETIME(6)");
  }

  @Override
  public String pass(String migration) {
    return "SET @crossfade_pass = '" + migration + "'";
  }
}
