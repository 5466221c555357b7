package io.crossfade.postgresql.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * Not those of our session: the settings on which a migration depends, and those that explain why
 * one is slow. The time zone of a session is that of its client: only what the database itself says
 * is known.
 */
final class ServerSettings {
  private static final String QUERY =
      """
      SELECT name, coalesce(reset_val, setting) || coalesce(' ' || unit, '') FROM pg_settings WHERE name IN (
        'server_version', 'server_encoding', 'wal_level', 'max_replication_slots', 'max_wal_senders',
        'max_slot_wal_keep_size', 'wal_keep_size', 'wal_sender_timeout', 'max_wal_size', 'checkpoint_timeout',
        'logical_decoding_work_mem', 'synchronous_commit', 'synchronous_standby_names', 'fsync', 'full_page_writes',
        'max_connections', 'max_prepared_transactions', 'max_worker_processes', 'max_locks_per_transaction',
        'shared_buffers', 'work_mem', 'maintenance_work_mem', 'effective_cache_size', 'autovacuum',
        'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'default_transaction_isolation',
        'default_transaction_read_only', 'session_replication_role', 'track_commit_timestamp', 'hot_standby', 'ssl')
      UNION ALL SELECT 'in recovery', pg_is_in_recovery()::text
      UNION ALL SELECT 'database size', pg_size_pretty(pg_database_size(current_database()))
      UNION ALL SELECT 'collation', coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale', datcollate)
        FROM pg_database d WHERE datname = current_database()
      UNION ALL SELECT 'collation provider', CASE datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' ELSE 'builtin' END
        FROM pg_database WHERE datname = current_database()
      UNION ALL SELECT 'TimeZone', coalesce((SELECT split_part(e, '=', 2) FROM pg_db_role_setting s
        JOIN pg_database d ON d.oid = s.setdatabase AND d.datname = current_database() CROSS JOIN unnest(s.setconfig) e
        WHERE s.setrole = 0 AND e ILIKE 'timezone=%'), 'that of the server')
      UNION ALL SELECT 'collation version', datcollversion FROM pg_database
        WHERE datname = current_database() AND datcollversion IS NOT NULL
      UNION ALL SELECT 'slot ' || slot_name,
        concat_ws(', ', wal_status, CASE WHEN active THEN 'active' ELSE 'inactive' END,
          pg_size_pretty(pg_wal_lsn_diff(
            CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
            restart_lsn)) || ' kept')
        FROM pg_replication_slots
      """;

  private ServerSettings() {}

  static Map<String, String> read(Connection connection) throws SQLException {
    Map<String, String> settings = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(QUERY)) {
      while (rows.next()) {
        settings.put(rows.getString(1), String.valueOf(rows.getString(2)));
      }
    }
    return settings;
  }
}
