package io.crossfade.postgresql.log;

import io.crossfade.postgresql.session.OwnTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The end of the log, and what we write there. */
public final class LogEnd {
  private static final String END =
      "SELECT CASE WHEN pg_is_in_recovery() THEN '' ELSE pg_current_wal_insert_lsn()::text END";

  private static final String IS_FLUSHED = "SELECT pg_current_wal_flush_lsn() >= ?::pg_lsn";

  private LogEnd() {}

  /**
   * Every commit that anybody has seen lies before it: a commit is written before it becomes
   * visible.
   */
  public static Lsn read(Connection connection, String database) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(END);
        ResultSet row = statement.executeQuery()) {
      String text = row.next() ? row.getString(1) : "";
      if (text.isEmpty()) {
        throw RunningTransactions.standby(database);
      }
      return Lsn.parse(text);
    }
  }

  /** Whether a crash of the server leaves the log whole up to {@code end}. */
  public static boolean isFlushed(Connection connection, Lsn end) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(IS_FLUSHED)) {
      statement.setString(1, end.encode());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /**
   * Commits and flushes a message, and with it all of the log before. Returns where the message
   * ends, which is after whatever was committed before and before its own commit, so a stream is
   * certain to come by.
   */
  public static Lsn emitMarker(Connection connection, String owner) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_logical_emit_message(true, ?, ?)::text")) {
      statement.setString(1, OwnTransaction.PREFIX);
      statement.setString(2, owner + "/marker");
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return Lsn.parse(row.getString(1));
      }
    }
  }
}
