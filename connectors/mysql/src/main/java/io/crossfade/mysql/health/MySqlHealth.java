package io.crossfade.mysql.health;

import io.crossfade.connector.Health;
import io.crossfade.connector.Load;
import io.crossfade.connector.Log;
import io.crossfade.model.Direction;
import io.crossfade.model.Position;
import io.crossfade.mysql.session.Sessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * What the server's lists tell, and how long it takes to commit. A server of this kind does not
 * know how far its replicas are, so that lag always counts as none; and it keeps its log by time,
 * for no stream of ours, so that nothing would come of a copy that waits for its log.
 */
public final class MySqlHealth implements Health {
  /** Sessions of our own user count as ours: there is no name for a session that all can read. */
  private static final String ACTIVE =
      """
      SELECT COUNT(*) FROM information_schema.processlist
      WHERE command NOT IN ('Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID')
        AND user NOT IN ('system user', 'event_scheduler') AND user <> SUBSTRING_INDEX(USER(), '@', 1)
      """;

  private final Sessions sessions;
  private final Log log;

  public MySqlHealth(Sessions sessions, Log log) {
    this.sessions = sessions;
    this.log = log;
  }

  @Override
  public Load load(String migration, Direction direction) {
    long begun = System.nanoTime();
    Position unused = log.marker(migration);
    Duration latency = Duration.ofNanos(System.nanoTime() - begun);
    return sessions.call(
        migration + "/health",
        "look how it is doing",
        connection -> new Load(latency, active(connection), Duration.ZERO, 0));
  }

  private static int active(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ACTIVE)) {
      row.next();
      return row.getInt(1);
    }
  }
}
