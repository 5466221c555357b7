package io.crossfade.postgresql.preflight;

import io.crossfade.connector.Finding;
import java.sql.SQLException;
import java.util.List;

/** Only the owner of a table publishes it, and puts a fence on it. */
final class Ownership implements Check {
  /** A line for each owner: there may be thousands of tables. */
  private static final String QUERY =
      """
      SELECT format('role %I', pg_get_userbyid(relowner)),
        format('it owns %s%s, and we are no member of it: they can be neither followed nor fenced',
          array_to_string((array_agg(oid::regclass ORDER BY oid::regclass::text))[:3], ', '),
          CASE WHEN count(*) > 3 THEN format(' and %s more', count(*) - 3) END),
        format('GRANT %I TO %I', pg_get_userbyid(relowner), current_user)
      FROM tp WHERE NOT pg_has_role(relowner, 'USAGE') GROUP BY relowner ORDER BY 1
      """;

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    return AskedTables.problems(asked.connection(), asked.tables(), QUERY).stream()
        .map(Finding::stops)
        .toList();
  }
}
