package io.crossfade.client.dual.jdbc;

import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What a mirror's transaction begins with on a side that Crossfade has fenced: a mirror's pass,
 * with which the fence lets it through as long as it is up, and the mark, by which a change stream
 * of that side leaves it out.
 */
final class PassAndMark {
  private static final String SQL =
      "SELECT pg_catalog.set_config('crossfade.pass', ?, true),"
          + " pg_catalog.pg_logical_emit_message(true, 'crossfade', ?)";

  private PassAndMark() {}

  /**
   * @param to the side that is written
   */
  static void begin(Connection connection, String migration, Side to) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.setString(1, migration + "/mirror");
      statement.setString(2, migration + "/" + Direction.from(to.other()));
      statement.executeQuery().close();
    }
  }
}
