package io.crossfade.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a script of ours as psql would, which does not come with the servers: variables, statements,
 * and {@code \gexec}. It stops at the first error.
 */
public final class PsqlScript {
  private static final String GEXEC = "\\gexec";

  private PsqlScript() {}

  public static void run(Path script, String url, Map<String, String> variables) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String command : commands(script)) {
        String sql = filled(command, variables);
        if (sql.endsWith(GEXEC)) {
          for (String made : column(statement, sql.substring(0, sql.length() - GEXEC.length()))) {
            statement.execute(made);
          }
        } else {
          statement.execute(sql);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(script + " failed", e);
    }
  }

  /** Statements of the caller's own, one by one. */
  static void statements(String url, String... statements) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("\n", statements) + " failed", e);
    }
  }

  private static List<String> commands(Path script) {
    List<String> commands = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    for (String line : lines(script)) {
      if (line.isBlank() || line.startsWith("--") || line.startsWith("\\set ")) {
        continue;
      }
      command.append(line.strip()).append('\n');
      if (line.endsWith(";") || line.endsWith(GEXEC)) {
        commands.add(command.toString().strip());
        command.setLength(0);
      }
    }
    if (!command.isEmpty()) {
      throw new IllegalStateException(script + " ends in the midst of: " + command);
    }
    return commands;
  }

  private static List<String> lines(Path script) {
    try {
      return Files.readAllLines(script);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + script, e);
    }
  }

  private static String filled(String command, Map<String, String> variables) {
    String sql = command;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String value = variable.getValue();
      sql =
          sql.replace(":'" + variable.getKey() + "'", "'" + value.replace("'", "''") + "'")
              .replace(":\"" + variable.getKey() + "\"", "\"" + value.replace("\"", "\"\"") + "\"");
    }
    return sql;
  }

  private static List<String> column(Statement statement, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
