package io.crossfade.mysql.log;

import io.crossfade.connector.Log.Endangered;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Servers take their oldest file away first, by the clock or because somebody says so, and ask
 * nobody who does not read it just then.
 */
final class NextPurge {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private NextPurge() {}

  /**
   * Whether the next file that goes is one that is still needed.
   *
   * @param from what is needed
   */
  static Optional<Endangered> of(Connection connection, BinlogPosition from) throws SQLException {
    List<LogFile> files = LogFile.all(connection);
    if (files.size() < 2 || files.get(0).number() != from.file()) {
      return Optional.empty();
    }
    Duration kept = LogKeeping.read(connection);
    Duration patience =
        kept.isZero() || kept.dividedBy(4).compareTo(LONGEST) > 0 ? LONGEST : kept.dividedBy(4);
    return Optional.of(
        new Endangered(
            "%s is the oldest file of the log that is left, and it is still needed: the next purge takes it (%s); SET GLOBAL binlog_expire_logs_seconds = 604800, and let nobody PURGE BINARY LOGS"
                .formatted(
                    files.get(0).name(),
                    kept.isZero()
                        ? "by hand, for binlog_expire_logs_seconds is 0"
                        : "binlog_expire_logs_seconds is " + kept.toSeconds()),
            patience));
  }
}
