package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import java.sql.SQLException;
import java.util.List;

/** How long the server keeps its log. It does not ask us first. */
final class KeptLog implements Check {
  /** Somebody has to be called, to come, and to understand. */
  private static final long ENOUGH_HOURS = 24;

  private static final long SECONDS_OF_HOUR = 3600;
  private static final long HOURS_OF_DAY = 24;

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    if (!asked.followed() || !asked.isOn("log_bin")) {
      return List.of();
    }
    double hours = hours(asked);
    if (hours == 0) {
      return List.of(
          asked.warns(
              "binary logs are never purged: they grow until the disk is full",
              "watch the disk, or SET GLOBAL binlog_expire_logs_seconds = 604800"));
    }
    if (hours < ENOUGH_HOURS) {
      return List.of(
          asked.warns(
              "binary logs are purged after %s hours: once Crossfade is so far behind, the copy begins anew"
                  .formatted(Math.round(hours * 10) / 10.0),
              "SET GLOBAL binlog_expire_logs_seconds = 604800"));
    }
    return List.of();
  }

  /** 0 for ever. */
  private static double hours(Asked asked) {
    String seconds = asked.setting("binlog_expire_logs_seconds");
    double days = Double.parseDouble(asked.settings().getOrDefault("expire_logs_days", "0"));
    return seconds.isEmpty() || seconds.equals("0")
        ? days * HOURS_OF_DAY
        : Double.parseDouble(seconds) / SECONDS_OF_HOUR;
  }
}
