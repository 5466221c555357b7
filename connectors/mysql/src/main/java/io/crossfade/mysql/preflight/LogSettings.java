package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.SqlState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the binary log tells every change, whole, and in the order of the commits. */
final class LogSettings implements Check {
  private static final String LATER =
      "; sessions that are open keep theirs until they connect again";

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    if (!asked.followed()) {
      return found;
    }
    if (!asked.isOn("log_bin")) {
      found.add(
          asked.stops(
              "it writes no binary log, so changes cannot be followed",
              "set log_bin in its configuration, and restart it"));
      return found;
    }
    unless(
        asked.setting("binlog_format").equals("ROW"),
        asked,
        "binlog_format is %s, so the log has statements instead of rows"
            .formatted(asked.setting("binlog_format")),
        "SET GLOBAL binlog_format = ROW" + LATER,
        found);
    String image = asked.setting("binlog_row_image");
    unless(
        image.equals("FULL") || image.equals("MINIMAL"),
        asked,
        "binlog_row_image is %s, so large values are missing in the log".formatted(image),
        "SET GLOBAL binlog_row_image = FULL" + LATER,
        found);
    unless(
        asked.setting("binlog_row_value_options").isEmpty(),
        asked,
        "binlog_row_value_options is %s, so the log has only parts of JSON values"
            .formatted(asked.setting("binlog_row_value_options")),
        "SET GLOBAL binlog_row_value_options = ''" + LATER,
        found);
    unless(
        !asked.isOff("binlog_order_commits"),
        asked,
        "binlog_order_commits is off: a change can be in the log before anybody sees it, and the copy could miss it",
        "SET GLOBAL binlog_order_commits = ON",
        found);
    unless(
        !asked.isOn("binlog_transaction_compression"),
        asked,
        "binlog_transaction_compression is on, and compressed transactions are not read",
        "SET GLOBAL binlog_transaction_compression = OFF" + LATER,
        found);
    String metadata = asked.setting("binlog_row_metadata");
    if (!metadata.isEmpty() && !metadata.equals("FULL")) {
      found.add(
          asked.warns(
              "binlog_row_metadata is %s, so the log does not name its columns: a column that is added or changed on the way stops the stream, and its table has to be copied anew"
                  .formatted(metadata),
              "SET GLOBAL binlog_row_metadata = FULL, at once and without a restart"));
    }
    server(asked, found);
    filters(asked, found);
    return found;
  }

  private static void server(Asked asked, List<Finding> found) throws SQLException {
    unless(
        !asked.setting("server_id").equals("0"),
        asked,
        "its server_id is 0, and such a server gives its log to nobody",
        "set server_id in its configuration, another one for each server, and SET GLOBAL server_id = ...",
        found);
    if (asked.dialect() == Dialect.MARIADB && asked.setting("server_id").equals("1")) {
      found.add(
          asked.warns(
              "its server_id is 1, as that of every server that nobody has given one: a server that takes its place is told from it by this number alone",
              "SET GLOBAL server_id = ..., another one for each server, and in its configuration"));
    }
    if (asked.isOff("log_replica_updates") || asked.isOff("log_slave_updates")) {
      found.add(
          asked.warns(
              "what it gets as a replica of another server is not in its log (log_replica_updates is off)",
              "let it be no replica, or set log_replica_updates and restart it"));
    }
  }

  /** A filter leaves out what is written in another database than the session's own. */
  private static void filters(Asked asked, List<Finding> found) throws SQLException {
    try {
      List<String> filters =
          asked.rows(
              "SHOW MASTER STATUS",
              row -> String.valueOf(row.getString(3)) + String.valueOf(row.getString(4)));
      if (filters.stream().anyMatch(filter -> !filter.isEmpty())) {
        found.add(
            asked.stops(
                "its binary log leaves databases out (binlog_do_db, binlog_ignore_db)",
                "take these options out of its configuration, and restart it"));
      }
    } catch (SQLException e) {
      if (!SqlState.isRefusal(e)) {
        throw e;
      } // the rights are told by another check
    }
  }

  private static void unless(
      boolean fine, Asked asked, String what, String mend, List<Finding> found) {
    if (!fine) {
      found.add(asked.stops(what, mend));
    }
  }
}
