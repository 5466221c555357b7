package io.crossfade.mysql.workspace;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * The version of what lies in the database {@code crossfade}: its table {@code version}. It is
 * counted up by the release that changes anything there; see docs/upgrade.md.
 */
final class WorkspaceVersion {
  /** The one that this Crossfade makes. */
  static final int OURS = 2;

  private WorkspaceVersion() {}

  /** CROSSFADE_TOO_OLD where a newer Crossfade was here: nobody knows what that means by what. */
  static void require(Connection connection, String database) throws SQLException {
    int found = found(connection);
    if (found > OURS) {
      throw new CrossfadeException(
          ErrorCode.CROSSFADE_TOO_OLD,
          "the database crossfade on "
              + database
              + " was made by a newer Crossfade (its version is "
              + found
              + ", this Crossfade knows "
              + OURS
              + "). Nothing was written. Go on with the newer Crossfade; see docs/upgrade.md",
          Map.of("version", Integer.toString(found)));
    }
  }

  /** 0 where there is none. */
  static int found(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT number FROM crossfade.version")) {
      return row.next() ? row.getInt(1) : 0;
    } catch (SQLException e) {
      if (SqlState.isMissingSchema(e)) {
        return 0;
      }
      throw e;
    }
  }

  static void set(Connection connection) throws SQLException {
    Transaction.execute(
        connection,
        "INSERT INTO crossfade.version (number) VALUES (%1$d) ON DUPLICATE KEY UPDATE number = GREATEST(number, %1$d)"
            .formatted(OURS));
  }
}
