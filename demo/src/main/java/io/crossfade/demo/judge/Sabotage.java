package io.crossfade.demo.judge;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/// A defect made on purpose in the target, behind the engine's back. It proves that the scoreboard
/// can be trusted.
public enum Sabotage {
  /// Deletes a payment that was acknowledged.
  LOSE(
      "DELETE FROM payments WHERE id = (SELECT max(id) FROM payments WHERE reference IS NOT NULL)"),
  /// Applies an appended event a second time.
  REPEAT(
      """
      INSERT INTO events (kind, content, payload, happened_at)
      SELECT kind, content, payload, happened_at FROM events WHERE kind = 'load' LIMIT 1\
      """),
  /// Alters a column that no transaction of the workload writes.
  CHANGE("UPDATE products SET name = name || ' (changed)' WHERE id = 7"),
  /// Makes one of the workload's own transactions fail, see `--break-one` of the workload.
  FAIL("");

  private final String sql;

  Sabotage(String sql) {
    this.sql = sql;
  }

  /// Writes as the engine itself would: no trigger and no fence refuses it, and no stream takes it
  /// to the other side.
  ///
  /// @param url JDBC URL of the target, as a superuser
  /// @param migration the name of the migration for which we pose as the engine
  public void inject(String url, String migration) throws SQLException {
    if (sql.isEmpty()) {
      return;
    }
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "SELECT pg_logical_emit_message(true, 'crossfade', '" + migration + "/FORWARD')");
      statement.execute("SELECT set_config('crossfade.pass', '" + migration + "', true)");
      statement.execute("SET LOCAL session_replication_role = replica");
      int rows = statement.executeUpdate(sql);
      if (rows != 1) {
        throw new IllegalStateException(
            this + " changed " + rows + " rows: there is nothing to spoil");
      }
      connection.commit();
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
