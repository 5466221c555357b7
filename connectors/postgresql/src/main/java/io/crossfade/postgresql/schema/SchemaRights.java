package io.crossfade.postgresql.schema;

import io.crossfade.connector.Problem;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.postgresql.preflight.AskedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Rights in the tables' schemas, as far as these are there. Schemas that are missing are made. */
final class SchemaRights {
  /** A name is looked up with USAGE; a table is made, and an index too, with CREATE. */
  private static final String MISSING =
      """
      SELECT 'schema ' || n.nspname, 'our role has no right to ' || string_agg(p, ', ' ORDER BY p DESC) || ' in it',
        format('GRANT %s ON SCHEMA %I TO %I', string_agg(p, ', ' ORDER BY p DESC), n.nspname, current_user)
      FROM pg_namespace n CROSS JOIN unnest(ARRAY[{}]) p
      WHERE n.nspname IN (SELECT s FROM w) AND NOT has_schema_privilege(n.oid, p)
      GROUP BY n.nspname ORDER BY 1
      """;

  private SchemaRights() {}

  static List<Problem> missing(Connection connection, Side side, List<Table> tables)
      throws SQLException {
    String needed = side == Side.SOURCE ? "'USAGE'" : "'USAGE', 'CREATE'";
    return AskedTables.problems(connection, tables, MISSING.replace("{}", needed));
  }
}
