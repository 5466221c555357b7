package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * Whether the server's clock tells the same time as ours. Nothing depends on it but what is read.
 */
final class Clock implements Check {
  private static final Duration TOLERABLE = Duration.ofSeconds(5);

  private final InstantSource ours;

  Clock(InstantSource ours) {
    this.ours = ours;
  }

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    Instant before = ours.instant();
    double seconds = asked.rows("SELECT UNIX_TIMESTAMP(NOW(6))", row -> row.getDouble(1)).get(0);
    Duration onTheWay = Duration.between(before, ours.instant());
    Instant theirs = Instant.ofEpochMilli(Math.round(seconds * 1000));
    Duration ahead = Duration.between(before.plus(onTheWay.dividedBy(2)), theirs);
    if (ahead.abs().compareTo(TOLERABLE.plus(onTheWay)) <= 0) {
      return List.of();
    }
    String what =
        String.format(
            Locale.ROOT,
            "its clock is %.1f s %s this machine's: times in `status`, reports and logs do not fit each other",
            ahead.abs().toMillis() / 1000.0,
            ahead.isNegative() ? "behind" : "ahead of");
    return List.of(asked.warns(what, "set the clocks by NTP on both machines"));
  }
}
