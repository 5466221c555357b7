package io.crossfade.postgresql.log;

import io.crossfade.connector.log.Patience;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * The transactions that are under way on a primary, those in other databases and prepared ones
 * included.
 */
public final class RunningTransactions {
  private static final String SNAPSHOT =
      "SELECT CASE WHEN pg_is_in_recovery() THEN '' ELSE pg_current_snapshot()::text END";

  /** Without the query's text, which may hold what nobody else should read. */
  private static final String OLDEST =
      """
      SELECT who FROM (
        SELECT xact_start AS since,
               format('process %s (application %s, user %s, database %s), %s, its transaction since %s, its query since %s',
                      pid, quote_literal(application_name), usename, datname, state, xact_start, query_start) AS who
        FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
        UNION ALL
        SELECT prepared, format('the prepared transaction %s (user %s, database %s) since %s',
                                quote_literal(gid), owner, database, prepared)
        FROM pg_prepared_xacts) t
      ORDER BY since LIMIT 1
      """;

  private RunningTransactions() {}

  /** What a snapshot that is taken now has seen; refused on a standby. */
  public static SnapshotBoundary snapshot(Connection connection, String database)
      throws SQLException {
    String text = first(connection, SNAPSHOT);
    if (text.isEmpty()) {
      throw standby(database);
    }
    return SnapshotBoundary.parse(text);
  }

  /**
   * Waits until every transaction that is under way now has ended and is visible to new snapshots.
   * They have lower ids than one that begins now; a snapshot's own upper bound would not do, for it
   * ends at the last id that has ended.
   */
  static void awaitEnd(Connection connection, String database, Patience patience)
      throws SQLException {
    long begun = Long.parseLong(first(connection, "SELECT pg_current_xact_id()::text"));
    while (snapshot(connection, database).xmin() <= begun) {
      if (patience.isOver()) {
        throw inTheWay(connection, database);
      }
      patience.pause();
    }
  }

  /** Says who is in the way of something that must wait for running transactions. */
  static CrossfadeException inTheWay(Connection connection, String database) throws SQLException {
    String who = first(connection, OLDEST);
    return new CrossfadeException(
        ErrorCode.DEADLINE_PASSED,
        "transactions that began before do not end on "
            + database
            + ", and the log cannot be kept before they do; oldest: "
            + (who.isEmpty() ? "unknown, it has just ended" : who)
            + "; wait for it or end it, then try again",
        Map.of("database", database, "oldest", who));
  }

  static CrossfadeException standby(String database) {
    return new CrossfadeException(
        ErrorCode.NOT_ALLOWED_NOW,
        database
            + " is a standby, whose snapshots and log do not agree about what is committed; name the primary in the"
            + " manifest");
  }

  private static String first(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      String value = row.next() ? row.getString(1) : null;
      return value == null ? "" : value;
    }
  }
}
