package io.crossfade.postgresql.preflight;

import io.crossfade.connector.Finding;
import java.sql.SQLException;
import java.util.List;

/** Whether the server lets us open as many sessions as we need. */
final class FreeConnections implements Check {
  /** Workers, streams, those that are kept, and some for the watch: with 4 workers it is 13. */
  private static final int NEEDED = 15;

  /** Each limit with what counts against it. The server keeps some for its superusers. */
  private static final String QUERY =
      """
      WITH s AS (SELECT * FROM pg_stat_activity WHERE datid IS NOT NULL),
      l AS (SELECT 'max_connections' AS what, (SELECT sum(CASE name WHEN 'max_connections' THEN setting::int ELSE -setting::int END)
            FROM pg_settings WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections'))
            - (SELECT count(*) FROM s) AS free, 'ALTER SYSTEM SET max_connections = ..., then restart the server' AS mend
        UNION ALL SELECT format('the connection limit of the role %%I', rolname), rolconnlimit
            - (SELECT count(*) FROM s WHERE usesysid = r.oid), format('ALTER ROLE %%I CONNECTION LIMIT -1', rolname)
          FROM pg_roles r WHERE rolname = current_user AND rolconnlimit >= 0
        UNION ALL SELECT format('the connection limit of the database %%I', datname), datconnlimit
            - (SELECT count(*) FROM s WHERE s.datid = d.oid), format('ALTER DATABASE %%I CONNECTION LIMIT -1', datname)
          FROM pg_database d WHERE datname = current_database() AND datconnlimit >= 0)
      SELECT format('%%s leaves %%s sessions free, and Crossfade may need %1$d', what, greatest(0, free)),
        mend || '; or have fewer `copy: {workers: ...}`' FROM l WHERE free < %1$d
      """
          .formatted(NEEDED);

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    return asked.warnings(QUERY);
  }
}
