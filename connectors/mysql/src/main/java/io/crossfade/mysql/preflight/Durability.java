package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What of a committed transaction a crash of the machine leaves over. */
final class Durability implements Check {
  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    String flush = asked.setting("innodb_flush_log_at_trx_commit");
    if (!flush.isEmpty() && !flush.equals("1") && !flush.equals("3")) {
      found.add(
          asked.warns(
              "innodb_flush_log_at_trx_commit is %s: if its machine fails, the last second of commits is gone, which the other side may have already"
                  .formatted(flush),
              "SET GLOBAL innodb_flush_log_at_trx_commit = 1"));
    }
    String sync = asked.setting("sync_binlog");
    if (asked.followed() && !sync.equals("1")) {
      found.add(
          asked.warns(
              "sync_binlog is %s: if its machine fails, its log may lack transactions that its tables have, and these would never reach the other side"
                  .formatted(sync),
              "SET GLOBAL sync_binlog = 1"));
    }
    return found;
  }
}
