package io.crossfade.postgresql.workspace;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * The version of what lies in the schema {@code crossfade}: its table {@code version}. It is
 * counted up by the release that changes anything there, the fence's function included; see
 * docs/upgrade.md for what such a change must keep to.
 */
final class WorkspaceVersion {
  /** The one that this Crossfade makes. */
  static final int OURS = 3;

  private static final String IS_THERE =
      "SELECT FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass('crossfade.version')";

  private WorkspaceVersion() {}

  /** CROSSFADE_TOO_OLD where a newer Crossfade was here: nobody knows what that means by what. */
  static void require(Connection connection, String database) throws SQLException {
    int found = found(connection);
    if (found > OURS) {
      throw new CrossfadeException(
          ErrorCode.CROSSFADE_TOO_OLD,
          "the schema crossfade in "
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
  private static int found(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet table = statement.executeQuery(IS_THERE)) {
        if (!table.next()) {
          return 0;
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT max(number) FROM crossfade.version")) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }
}
