package io.crossfade.mysql.workspace;

import io.crossfade.mysql.session.SqlState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Whose data a server has, and since when it stands in that server's place. The servers know
 * nothing of that. But the one row of {@code crossfade.server} goes to every replica as rows do, in
 * the name of the server that wrote it: who has it in another's name is a replica, or a copy, of
 * that one. See ADR 44.
 *
 * @param origin the name of the first server
 * @param timeline 1 for that one; later on the time at which somebody took another's place, in
 *     microseconds, so that two replicas of one server never have the same
 */
public record Lineage(String origin, long timeline) {
  static final String COLUMNS =
      "one tinyint NOT NULL DEFAULT 1 PRIMARY KEY, origin varchar(255) NOT NULL, name varchar(255) NOT NULL, timeline bigint NOT NULL";

  private static final long FIRST = 1;
  private static final String READ = "SELECT origin, timeline, name FROM crossfade.server";
  private static final String BEGIN =
      "INSERT IGNORE INTO crossfade.server (origin, name, timeline) VALUES (?, ?, " + FIRST + ")";
  private static final String TAKE =
      "UPDATE crossfade.server SET name = ?, timeline = GREATEST(timeline + 1, FLOOR(UNIX_TIMESTAMP(NOW(6)) * 1000000)) WHERE name <> ?";
  private static final String IS_READ_ONLY = "SELECT @@global.read_only";

  /**
   * Whether a thread of replication has a connection to its primary, by what servers of both kinds
   * say that it does. Who lacks the right PROCESS sees none.
   */
  private static final String FOLLOWS =
      "SELECT COUNT(*) > 0 FROM information_schema.processlist WHERE user = 'system user' AND (state LIKE 'Waiting for % to send event' OR state LIKE 'Queueing %')";

  /**
   * Of the server that answers. One that has taken another's place notes that, and so has to be
   * writable by then.
   *
   * @param name its own
   */
  public static Lineage of(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(READ)) {
      if (!row.next()) {
        return new Lineage(name, FIRST);
      }
      if (row.getString(3).equals(name)) {
        return new Lineage(row.getString(1), row.getLong(2));
      }
    } catch (SQLException e) {
      // Who may not read it only looks at the server: who moves rows has to write there.
      if (SqlState.isMissingSchema(e) || SqlState.isRefusal(e)) {
        return new Lineage(name, FIRST);
      }
      throw e;
    }
    takePlace(connection, name);
    return of(connection, name);
  }

  /**
   * Not before it was promoted, though the user may write a server that is read-only, and many a
   * replica is not: what we fence there its primary's writers do not meet.
   */
  private static void takePlace(Connection connection, String name) throws SQLException {
    if (isTrue(connection, IS_READ_ONLY)) {
      throw new SQLException("it is a replica that is read-only: it was not promoted yet");
    }
    if (isTrue(connection, FOLLOWS)) {
      throw new SQLException(
          "it is a replica that follows its primary: it was not promoted yet (if it is to be, STOP REPLICA ends that)");
    }
    update(connection, TAKE, name);
  }

  private static boolean isTrue(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Where there is no row yet. */
  static void begin(Connection connection, String name) throws SQLException {
    update(connection, BEGIN, name);
  }

  private static void update(Connection connection, String sql, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.setString(2, name);
      statement.executeUpdate();
    }
  }
}
