package io.crossfade.postgresql.preflight;

import io.crossfade.connector.Finding;
import java.sql.SQLException;
import java.util.List;

/**
 * Limits that the role or the database puts on each session. We lift them in ours, but they hold
 * until then: one that is small enough ends a session before it could.
 */
final class RoleSettings implements Check {
  private static final String QUERY =
      """
      SELECT format('%s is %s%s for our role: a session of ours may be ended before it has begun', name, reset_val, unit),
        format('ALTER ROLE %I SET %s = 0', current_user, name)
      FROM pg_settings WHERE CASE WHEN name IN ('statement_timeout', 'lock_timeout', 'transaction_timeout',
        'idle_in_transaction_session_timeout', 'idle_session_timeout') THEN reset_val::bigint BETWEEN 1 AND 1000 END
      """;

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    return asked.warnings(QUERY);
  }
}
