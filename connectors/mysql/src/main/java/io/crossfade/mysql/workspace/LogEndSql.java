package io.crossfade.mysql.workspace;

/** The log's end as a position's text, asked by one query. */
final class LogEndSql {
  private static final String FORM =
      "SELECT CONCAT(LPAD(SUBSTRING_INDEX(%1$s, '.', -1), 10, '0'), ':', LPAD(%2$s, 12, '0')) FROM %3$s";

  private LogEndSql() {}

  static String of(boolean mariaDb) {
    return mariaDb
        ? FORM.formatted(
            "f.variable_value",
            "p.variable_value",
            "information_schema.global_status f JOIN information_schema.global_status p"
                + " ON f.variable_name = 'BINLOG_SNAPSHOT_FILE' AND p.variable_name = 'BINLOG_SNAPSHOT_POSITION'")
        : FORM.formatted(
            "JSON_UNQUOTE(JSON_EXTRACT(local, '$.binary_log_file'))",
            "JSON_UNQUOTE(JSON_EXTRACT(local, '$.binary_log_position'))",
            "performance_schema.log_status");
  }
}
