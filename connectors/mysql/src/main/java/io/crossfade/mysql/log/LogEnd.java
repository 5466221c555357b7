package io.crossfade.mysql.log;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** Where the log ends now. */
final class LogEnd {
  private static final int SYNTAX_ERROR = 1064;

  private LogEnd() {}

  /**
   * Every commit that anybody has seen lies before it: a commit is written before it becomes
   * visible.
   */
  static BinlogPosition read(Connection connection, String database) throws SQLException {
    return find(connection)
        .orElseThrow(() ->
            new CrossfadeException(
                ErrorCode.DATABASE_FAILED,
                "the server of " + database + " writes no binary log; start it with log_bin",
                Map.of("database", database)));
  }

  /** Empty where the server writes no log. */
  static Optional<BinlogPosition> find(Connection connection) throws SQLException {
    try {
      return ask(connection, "SHOW MASTER STATUS");
    } catch (SQLException e) {
      if (e.getErrorCode() != SYNTAX_ERROR) {
        throw e;
      }
      return ask(connection, "SHOW BINARY LOG STATUS"); // MySQL from 8.4 on.
    }
  }

  private static Optional<BinlogPosition> ask(Connection connection, String query)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next()
          ? Optional.of(BinlogPosition.of(row.getString(1), row.getLong(2)))
          : Optional.empty();
    }
  }
}
