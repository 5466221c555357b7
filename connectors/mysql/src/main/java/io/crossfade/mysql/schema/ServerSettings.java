package io.crossfade.mysql.schema;

import io.crossfade.mysql.session.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Not those of our session: the settings on which a migration depends, and those that explain why
 * one is slow. Those that a server does not know are left out.
 */
public final class ServerSettings {
  private static final List<String> NAMES =
      List.of(
          "version",
          "version_comment",
          "server_id",
          "server_uuid",
          "server_uid",
          "log_bin",
          "binlog_format",
          "binlog_row_image",
          "binlog_row_metadata",
          "binlog_row_value_options",
          "binlog_order_commits",
          "binlog_expire_logs_seconds",
          "expire_logs_days",
          "binlog_expire_logs_auto_purge",
          "max_binlog_size",
          "binlog_transaction_compression",
          "log_bin_compress",
          "binlog_annotate_row_events",
          "encrypt_binlog",
          "binlog_encryption",
          "gtid_mode",
          "enforce_gtid_consistency",
          "gtid_strict_mode",
          "gtid_domain_id",
          "log_replica_updates",
          "log_slave_updates",
          "sync_binlog",
          "innodb_flush_log_at_trx_commit",
          "innodb_doublewrite",
          "innodb_buffer_pool_size",
          "innodb_page_size",
          "innodb_strict_mode",
          "max_allowed_packet",
          "max_connections",
          "max_user_connections",
          "character_set_server",
          "collation_server",
          "character_set_database",
          "collation_database",
          "lower_case_table_names",
          "sql_mode",
          "time_zone",
          "system_time_zone",
          "transaction_isolation",
          "tx_isolation",
          "read_only",
          "super_read_only",
          "local_infile",
          "event_scheduler",
          "foreign_key_checks",
          "default_storage_engine",
          "init_connect",
          "explicit_defaults_for_timestamp",
          "have_ssl",
          "require_secure_transport",
          "wait_timeout",
          "max_statement_time",
          "max_execution_time",
          "sql_require_primary_key",
          "sql_generate_invisible_primary_key",
          "innodb_lock_wait_timeout",
          "wsrep_on");

  private ServerSettings() {}

  public static Map<String, String> read(Connection connection) throws SQLException {
    String names = NAMES.stream().map(Sql::literal).collect(Collectors.joining(", "));
    Map<String, String> settings = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SHOW GLOBAL VARIABLES WHERE Variable_name IN (" + names + ")")) {
      while (row.next()) {
        settings.put(row.getString(1), row.getString(2));
      }
    }
    return settings;
  }
}
