package io.crossfade.mysql.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** For how long the server keeps its log: by time, and for nobody. */
final class LogKeeping {
  private static final String SETTINGS =
      "SHOW GLOBAL VARIABLES WHERE variable_name IN ('binlog_expire_logs_seconds', 'expire_logs_days')";

  private LogKeeping() {}

  /** Zero where it keeps its log for ever. MySQL's newer setting, and MariaDB's, is in seconds. */
  static Duration read(Connection connection) throws SQLException {
    Duration kept = Duration.ZERO;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SETTINGS)) {
      while (row.next()) {
        boolean isDays = row.getString(1).equalsIgnoreCase("expire_logs_days");
        Duration found =
            isDays
                ? Duration.ofSeconds(Math.round(row.getDouble(2) * 86_400))
                : Duration.ofSeconds(row.getLong(2));
        kept = found.compareTo(kept) > 0 ? found : kept;
      }
    }
    return kept;
  }

  static String describe(Connection connection) throws SQLException {
    Duration kept = read(connection);
    return kept.isZero()
        ? "ever, so somebody has removed it (PURGE BINARY LOGS, RESET MASTER)"
        : kept.toHours() + " hours (binlog_expire_logs_seconds)";
  }
}
