package io.crossfade.postgresql.items;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Items.Writer;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether those who write the source may mirror: by which role they come, nobody but they know. */
final class WriterFindings {
  /**
   * Begins a query: {@code w} are the writers, {@code need} what each mirror does, {@code g} the
   * roles that are known here.
   */
  private static final String WITH =
      """
      WITH w AS (SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) w (s, r, role, rights)),
      need (p, place) AS (VALUES ('SELECT', 1), ('INSERT', 2), ('UPDATE', 3), ('DELETE', 4)),
      g AS (SELECT oid, quote_ident(rolname) AS role, rolbypassrls FROM pg_roles),
      c AS (SELECT c.*, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE (n.nspname, c.relname) IN (SELECT s, r FROM w))
      """;

  /** Gives where, what is wrong, what mends it. A line for each role: there may be many tables. */
  private static final String ON_SOURCE =
      """
      , lack AS (SELECT w.role, l.rights, format('%I.%I', w.s, w.r) AS name FROM w CROSS JOIN LATERAL
          (SELECT string_agg(p, ', ' ORDER BY place) AS rights FROM need WHERE p <> ALL (string_to_array(w.rights, ', '))) l WHERE l.rights IS NOT NULL)
      SELECT 'role ' || role, format('it may write %s, and not %s: each mirror reads a row and writes or deletes it on the other side, so those of this role are refused (42501)',
          %1$s, rights),
        format('GRANT %s ON %s TO %s on both sides, or let mirrors come as another role', rights, string_agg(name, ', ' ORDER BY name), role)
      FROM lack GROUP BY role, rights
      UNION ALL SELECT c.oid::regclass::text, 'it has row security: a mirror that does not see each row is refused (42501), rather than taking what is hidden for deleted',
        'let mirrors come as a role with BYPASSRLS, on both sides' FROM c WHERE c.relrowsecurity
        AND EXISTS (SELECT FROM w LEFT JOIN g USING (role) WHERE w.s = c.nspname AND w.r = c.relname AND g.rolbypassrls IS NOT TRUE)
      ORDER BY 1, 2
      """;

  private static final String ON_TARGET =
      """
      , missing AS (SELECT role, format('%I.%I', s, r) AS name FROM w WHERE role <> 'PUBLIC' AND role NOT IN (SELECT role FROM g)),
      lack AS (SELECT w.role, l.rights, format('%I.%I', w.s, w.r) AS name FROM w JOIN c ON c.nspname = w.s AND c.relname = w.r JOIN g ON g.role = w.role
          CROSS JOIN LATERAL (SELECT string_agg(p, ', ' ORDER BY place) AS rights FROM need WHERE NOT has_table_privilege(g.oid, c.oid, p)) l
          WHERE l.rights IS NOT NULL)
      SELECT 'role ' || role, format('it may write %s on the source, and is not there on the target: mirrors cannot come as this role', %1$s),
        format('CREATE ROLE %s; or, where the application has another role there, GRANT SELECT, INSERT, UPDATE, DELETE ON its tables and'
          ' SELECT, INSERT, UPDATE ON crossfade.item TO that one as soon as prepare has made them', role) FROM missing GROUP BY role
      UNION ALL SELECT 'role ' || role, format('it may not %s %s, which was there before and keeps its rights: mirrors of this role are refused (42501)', rights, %1$s),
        format('GRANT %s ON %s TO %s', rights, string_agg(name, ', ' ORDER BY name), role) FROM lack GROUP BY role, rights
      UNION ALL SELECT DISTINCT 'role ' || w.role, format('it may not USE the schema %I, which was there before and keeps its rights', w.s),
        format('GRANT USAGE ON SCHEMA %I TO %s', w.s, w.role)
        FROM w JOIN g USING (role) JOIN pg_namespace n ON n.nspname = w.s WHERE NOT has_schema_privilege(g.oid, n.oid, 'USAGE')
      ORDER BY 1, 2
      """;

  /** Some tables by name, and how many there are besides. */
  private static final String SOME =
      """
      array_to_string((array_agg(name ORDER BY name))[:3], ', ') || CASE WHEN count(*) > 3 THEN format(' and %s more', count(*) - 3) ELSE '' END
      """
          .strip();

  private WriterFindings() {}

  static List<Finding> find(Connection connection, String server, Side side, List<Writer> writers)
      throws SQLException {
    List<Finding> found = new ArrayList<>();
    String sql = side == Side.SOURCE ? ON_SOURCE : ON_TARGET;
    try (PreparedStatement query = connection.prepareStatement(WITH + sql.replace("%1$s", SOME))) {
      Writers.bind(query, writers);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(
              Finding.warns(
                  row.getString(2),
                  row.getString(1) + " on the " + side + " " + server,
                  row.getString(3)));
        }
      }
    }
    return found;
  }
}
