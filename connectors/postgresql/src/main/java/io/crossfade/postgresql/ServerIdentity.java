package io.crossfade.postgresql;

import io.crossfade.connector.Identity;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.postgresql.session.Sessions;
import java.sql.ResultSet;
import java.sql.Statement;

/**
 * Which server answers, as IDENTIFY_SYSTEM would say it, but without the right to replicate:
 * whoever has no such right should hear it from the preflight. The timeline is that of the log
 * being written, for the control file still names the old one until the first checkpoint after a
 * failover.
 */
final class ServerIdentity {
  private static final String QUERY =
      """
      SELECT s.system_identifier::text,
             CASE WHEN pg_is_in_recovery() THEN c.timeline_id::text
                  ELSE ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::bigint::text END,
             current_setting('server_version')
      FROM pg_control_system() s, pg_control_checkpoint() c
      """;

  private ServerIdentity() {}

  static Identity read(Sessions sessions) {
    return sessions.call(
        "identity",
        "read which server it is",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery(QUERY)) {
            if (!row.next()) {
              throw new CrossfadeException(
                  ErrorCode.DATABASE_FAILED, sessions.name() + " does not say which server it is");
            }
            return new Identity(row.getString(1), row.getLong(2), row.getString(3));
          }
        });
  }
}
