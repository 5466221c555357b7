package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the server lets us open as many sessions as we need. */
final class FreeConnections implements Check {
  /** Workers, streams, those that are kept, and some for the watch: with 4 workers it is 13. */
  private static final int NEEDED = 15;

  private static final String MEND = " or have fewer `copy: {workers: ...}`";

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    int used =
        asked.rows("SHOW GLOBAL STATUS LIKE 'Threads_connected'", row -> row.getInt(2)).get(0);
    int limit = Integer.parseInt(asked.settings().getOrDefault("max_connections", "0"));
    if (limit - used < NEEDED) {
      found.add(
          asked.warns(
              "max_connections leaves %d sessions free, and Crossfade may need %d"
                  .formatted(Math.max(0, limit - used), NEEDED),
              "SET GLOBAL max_connections = ...," + MEND));
    }
    int perUser = asked.rows("SELECT @@session.max_user_connections", row -> row.getInt(1)).get(0);
    if (perUser > 0 && perUser < NEEDED) {
      found.add(
          asked.warns(
              "our user may have %d sessions, and Crossfade may need %d".formatted(perUser, NEEDED),
              "ALTER USER ... WITH MAX_USER_CONNECTIONS 0," + MEND));
    }
    return found;
  }
}
