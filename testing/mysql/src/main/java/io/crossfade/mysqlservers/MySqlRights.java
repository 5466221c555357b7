package io.crossfade.mysqlservers;

import io.crossfade.servers.Rights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Runs the scripts of docs/rights for MySQL and MariaDB as their client would: one statement after
 * the other in one session. The caller must have the driver of MariaDB.
 */
public final class MySqlRights {
  private MySqlRights() {}

  public static void onSource(String url, String role, String database) {
    run(Rights.script("mysql-source.sql"), url, role, database);
  }

  public static void onTarget(String url, String role, String database) {
    run(Rights.script("mysql-target.sql"), url, role, database);
  }

  /** The scripts make an account that nobody may use yet; here it needs no password. */
  public static void unlock(String url, String role) {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER USER " + text(role) + "@'%' ACCOUNT UNLOCK");
    } catch (SQLException e) {
      throw new IllegalStateException(role + " cannot be unlocked", e);
    }
  }

  private static void run(Path script, String url, String role, String database) {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SET sql_mode = '', @role = %s, @shop = %s".formatted(text(role), text(database)));
      for (String sql : Files.readString(script).replaceAll("(?m)^--.*", "").split(";\\s*\n", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql.strip());
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(script + " failed", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + script, e);
    }
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(
        url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:"), "root", "");
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
