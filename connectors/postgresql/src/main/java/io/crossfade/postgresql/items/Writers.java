package io.crossfade.postgresql.items;

import io.crossfade.connector.Items.Writer;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may write tables. Nobody tells us as whom the application comes: it is one of these, or a
 * member of one.
 */
final class Writers {
  private static final String READ =
      """
      SELECT n.nspname, c.relname, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(g.rolname) END,
        array_agg(DISTINCT a.privilege_type)
      FROM unnest(?::text[], ?::text[]) w (s, r) JOIN pg_namespace n ON n.nspname = w.s JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.r
      CROSS JOIN LATERAL aclexplode(COALESCE(c.relacl, acldefault('r', c.relowner))) a LEFT JOIN pg_roles g ON g.oid = a.grantee
      WHERE a.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') AND (a.grantee = 0 OR NOT g.rolsuper AND g.rolname <> current_user)
      GROUP BY 1, 2, 3 HAVING bool_or(a.privilege_type <> 'SELECT') ORDER BY 1, 2, 3
      """;

  /**
   * Only what we have made is ours to give away; the rest is told before. A mirror names the types
   * of its columns, too. Parameters: the writers, and the migration.
   */
  private static final String GRANTS =
      """
      WITH w AS (SELECT w.*, n.oid AS schema, c.oid FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) w (s, r, role, rights)
          JOIN pg_namespace n ON n.nspname = w.s JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.r
          WHERE w.role = 'PUBLIC' OR EXISTS (SELECT FROM pg_roles g WHERE quote_ident(g.rolname) = w.role AND g.rolname <> current_user)),
        made AS (SELECT class, object FROM crossfade.made WHERE migration = ?)
      SELECT DISTINCT format('GRANT USAGE ON SCHEMA %I TO %s', n.nspname, role) FROM w
        JOIN pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type y ON y.oid = a.atttypid
        JOIN pg_namespace n ON n.oid IN (w.schema, y.typnamespace)
        WHERE EXISTS (SELECT FROM made WHERE class = 'pg_namespace'::regclass AND object = n.oid)
      UNION ALL SELECT format('GRANT %s ON TABLE %I.%I TO %s', rights, s, r, role) FROM w
        WHERE EXISTS (SELECT FROM made WHERE class = 'pg_class'::regclass AND object = w.oid)
      """;

  private Writers() {}

  static List<Writer> read(Connection connection, List<TableName> tables) throws SQLException {
    List<Writer> writers = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(READ)) {
      query.setArray(1, texts(connection, tables.stream().map(TableName::schema).toArray()));
      query.setArray(2, texts(connection, tables.stream().map(TableName::name).toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          writers.add(
              new Writer(
                  row.getString(3),
                  new TableName(row.getString(1), row.getString(2)),
                  List.of((String[]) row.getArray(4).getArray())));
        }
      }
    }
    return writers;
  }

  static void admit(Connection connection, String migration, List<Writer> writers)
      throws SQLException {
    List<String> grants = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(GRANTS)) {
      bind(query, writers);
      query.setString(5, migration);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          grants.add(row.getString(1));
        }
      }
    }
    for (String grant : grants) {
      Transaction.execute(connection, grant);
    }
  }

  /** The first four parameters: schemas, tables, roles, rights. */
  static void bind(PreparedStatement query, List<Writer> writers) throws SQLException {
    Connection connection = query.getConnection();
    query.setArray(1, texts(connection, writers.stream().map(w -> w.table().schema()).toArray()));
    query.setArray(2, texts(connection, writers.stream().map(w -> w.table().name()).toArray()));
    query.setArray(3, texts(connection, writers.stream().map(Writer::role).toArray()));
    query.setArray(
        4, texts(connection, writers.stream().map(w -> String.join(", ", w.rights())).toArray()));
  }

  private static java.sql.Array texts(Connection connection, Object[] values) throws SQLException {
    return connection.createArrayOf("text", values);
  }
}
