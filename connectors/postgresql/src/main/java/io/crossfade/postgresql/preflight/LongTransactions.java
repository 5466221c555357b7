package io.crossfade.postgresql.preflight;

import io.crossfade.connector.Finding;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whoever is in a transaction for long: the log is kept only once all that have written are over,
 * and the fence of a switch waits for them.
 */
final class LongTransactions implements Check {
  /** Not what they run: that may be nobody's business. */
  private static final String QUERY =
      """
      SELECT format('process %%s (application %%s, user %%s, database %%s) is in a transaction for %%s (%%s): ',
          pid, quote_literal(application_name), usename, coalesce(datname, '-'),
          date_trunc('second', clock_timestamp() - xact_start), coalesce(state, '-'))
        || CASE WHEN backend_xid IS NULL THEN 'once it writes, a cutover waits for its end'
          ELSE 'it has written, and the copy cannot begin before it ends' END,
        format('end it, or wait: SELECT pg_terminate_backend(%%s)', pid)
      FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND backend_type = 'client backend' AND application_name NOT LIKE 'crossfade/%%'
        AND xact_start <= clock_timestamp() - interval '%d seconds'
        AND (backend_xid IS NOT NULL OR (datname = current_database() AND state LIKE 'idle in transaction%%'))
      ORDER BY xact_start LIMIT 10
      """;

  private static final String HIDDEN =
      """
      SELECT format('%s sessions of others do not show how long their transactions last, and a long one would keep the copy from beginning', count(*)),
        format('GRANT pg_read_all_stats TO %I', current_user)
      FROM pg_stat_activity WHERE backend_type IS NULL AND datname IS NOT NULL HAVING count(*) > 0
      """;

  private final Duration tooLong;

  LongTransactions(Duration tooLong) {
    this.tooLong = tooLong;
  }

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>(asked.warnings(QUERY.formatted(tooLong.toSeconds())));
    found.addAll(asked.warnings(HIDDEN));
    return found;
  }
}
