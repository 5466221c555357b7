package io.crossfade.mysql.session;

import io.crossfade.model.Mark;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What every transaction of ours that writes rows begins with: the pass, which lets it through our
 * fence, and the mark, by which the opposite stream knows it.
 *
 * <p>The mark is the transaction's first row in the log: one of {@link #TABLE}. Each session has a
 * row of its own there, so that no transaction waits for another one; migration and direction are
 * part of its key, so that they are in the log whatever {@code binlog_row_image} says.
 */
public final class OwnTransaction {
  /** In the database {@code crossfade}. */
  public static final String TABLE = "mark";

  /** The session's variable that holds the migration's name where the fence lets it through. */
  public static final String PASS = "@crossfade_pass";

  /**
   * How sessions that write rows are set up: what a foreign key would do besides was done on the
   * other side, and comes from there; so does each row that it asks for, in whatever order.
   */
  public static final String WRITING_SESSION = "SET foreign_key_checks = 0";

  private static final String SET_PASS = "SET " + PASS + " = ?";
  private static final String MARK =
      "INSERT INTO crossfade.mark (connection, migration, direction, n) VALUES (CONNECTION_ID(), ?, ?, 1)"
          + " ON DUPLICATE KEY UPDATE n = n + 1";

  private OwnTransaction() {}

  /** To be called first in a transaction. */
  public static void begin(Connection connection, Mark mark) throws SQLException {
    try (PreparedStatement pass = connection.prepareStatement(SET_PASS);
        PreparedStatement insert = connection.prepareStatement(MARK)) {
      pass.setString(1, mark.migration());
      pass.execute();
      insert.setString(1, mark.migration());
      insert.setString(2, mark.direction().name());
      insert.executeUpdate();
    }
  }
}
