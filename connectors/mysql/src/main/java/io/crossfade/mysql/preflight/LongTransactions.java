package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.mysql.session.SqlState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Whoever is in a transaction for long: the fence of a switch waits for its locks. */
final class LongTransactions implements Check {
  /** Not what they run: that may be nobody's business. */
  private static final String QUERY =
      """
      SELECT trx_mysql_thread_id, TIMESTAMPDIFF(SECOND, trx_started, NOW()), trx_rows_modified
      FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id > 0 AND trx_mysql_thread_id <> CONNECTION_ID()
        AND trx_started <= NOW() - INTERVAL %d SECOND ORDER BY trx_started LIMIT 10
      """;

  private final Duration tooLong;

  LongTransactions(Duration tooLong) {
    this.tooLong = tooLong;
  }

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    try {
      // The table's times are in the zone of the machine.
      return asked.rows(
          QUERY.formatted(tooLong.toSeconds()).replace("NOW()", now()),
          row ->
              asked.warns(
                  "session %s is in a transaction for %s s%s: a cutover waits for its end"
                      .formatted(
                          row.getString(1),
                          row.getString(2),
                          row.getLong(3) == 0 ? "" : " and has written"),
                  "end it, or wait: KILL " + row.getString(1)));
    } catch (SQLException e) {
      if (SqlState.isRefusal(e)) {
        return List.of(); // the right to see them is told by another check
      }
      throw e;
    }
  }

  private static String now() {
    return "CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')";
  }
}
