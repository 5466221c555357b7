package io.crossfade.postgresql.session;

import io.crossfade.connector.session.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A short transaction in a session of its own. */
public final class Transaction {
  private Transaction() {}

  /** Commits when {@code work} returns, and rolls back when it throws. */
  public static <T> T run(Sessions sessions, String what, String doing, SqlWork<T> work) {
    return sessions.call(
        what,
        doing,
        connection -> {
          connection.setAutoCommit(false);
          T result = work.on(connection);
          connection.commit();
          return result;
        });
  }

  /** Runs statements without parameters and without results, in one round trip. */
  public static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
