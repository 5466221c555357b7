package io.crossfade.postgresql;

import io.crossfade.connector.Identity;
import io.crossfade.connector.session.Session;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.postgresql.session.SameServer;
import io.crossfade.postgresql.session.Sessions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which server answers, as IDENTIFY_SYSTEM would say it, but without the right to replicate:
 * whoever has no such right should hear it from the preflight. The timeline is that of the log
 * being written, for the control file still names the old one until the first checkpoint after a
 * failover.
 */
final class ServerIdentity {
  private static final String QUERY =
      "SELECT s.system_identifier::text, CASE WHEN pg_is_in_recovery() THEN c.timeline_id ELSE "
          + SameServer.TIMELINE
          + " END, current_setting('server_version') FROM pg_control_system() s, pg_control_checkpoint() c";

  private ServerIdentity() {}

  /** Over a connection of its own, for one that is kept may still lead to the server before. */
  static Identity read(Sessions sessions) {
    try (Session session = sessions.openAnew("identity");
        Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      if (!row.next()) {
        throw new CrossfadeException(
            ErrorCode.DATABASE_FAILED, sessions.name() + " does not say which server it is");
      }
      return new Identity(row.getString(1), row.getLong(2), row.getString(3));
    } catch (SQLException e) {
      throw sessions.failed("read which server it is", e);
    }
  }
}
