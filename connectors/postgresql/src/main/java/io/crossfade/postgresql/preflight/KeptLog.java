package io.crossfade.postgresql.preflight;

import io.crossfade.connector.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How much log the server keeps for us, how long that is enough, and who else counts on it. */
final class KeptLog implements Check {
  /** Somebody has to be called, to come, and to understand. */
  private static final int ENOUGH_HOURS = 4;

  private static final int ENOUGH_MEGABYTES = 1024;

  /** What the server writes on average says more than any number of megabytes. */
  private static final String KEEP_SIZE =
      """
      WITH w AS (SELECT wal_bytes / 1048576 AS megabytes, clock_timestamp() - stats_reset AS since FROM pg_stat_wal),
      r AS (SELECT (SELECT setting::bigint FROM pg_settings WHERE name = 'max_slot_wal_keep_size') AS kept,
        ceil(megabytes / greatest(1, extract(epoch FROM since)) * 3600)::bigint AS hourly,
        CASE WHEN since < '2 hours' THEN format('%%s min', ceil(extract(epoch FROM since) / 60))
          WHEN since < '2 days' THEN format('%%s h', round(extract(epoch FROM since) / 3600))
          ELSE format('%%s days', round(extract(epoch FROM since) / 86400)) END AS time FROM w)
      SELECT format('max_slot_wal_keep_size is unlimited: while Crossfade does not run, the log grows until the disk is full;'
          ' in the last %%s it has grown by %%s MB an hour', time, hourly),
        'watch the disk; `throttle: {keptLog: ...}` in the manifest sets a limit of our own' FROM r WHERE kept < 0
      UNION ALL SELECT format('max_slot_wal_keep_size is %%s MB: once Crossfade is so far behind, the copy begins anew;'
          ' in the last %%s the log has grown by %%s MB an hour', kept, time, hourly),
        format('ALTER SYSTEM SET max_slot_wal_keep_size = ''%%sMB''; SELECT pg_reload_conf()', greatest(10240, hourly * 24))
        FROM r WHERE kept BETWEEN 0 AND greatest(%d, hourly * %d)
      """
          .formatted(ENOUGH_MEGABYTES, ENOUGH_HOURS);

  private static final String SENDERS =
      """
      SELECT 'wal_sender_timeout is 0: the server does not notice that a reader of its log has died',
        'ALTER SYSTEM SET wal_sender_timeout = ''60s''; SELECT pg_reload_conf()'
        FROM pg_settings WHERE name = 'wal_sender_timeout' AND setting = '0'
      UNION ALL SELECT 'synchronized_standby_slots is set, so a failover is expected: our slots are not copied to a standby, and after a failover the copy begins anew',
        'plan no failover meanwhile; one that happens is noticed and told'
        FROM pg_settings WHERE name = 'synchronized_standby_slots' AND setting <> ''
      """;

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>(asked.warnings(KEEP_SIZE));
    found.addAll(asked.warnings(SENDERS));
    return found;
  }
}
