package io.crossfade.postgresql.schema;

import io.crossfade.connector.RoleRights;
import io.crossfade.model.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a role may do with tables, whoever asks. */
final class TableRights {
  private static final String ROLE = "SELECT rolsuper FROM pg_roles WHERE rolname = ?";

  private static final String QUERY =
      """
      SELECT w.s, w.r, pg_has_role(o.oid, c.relowner, 'USAGE'),
        ARRAY(SELECT p FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p
          WHERE has_schema_privilege(o.oid, n.oid, 'USAGE') AND has_table_privilege(o.oid, c.oid, p))
      FROM unnest(?::text[], ?::text[]) w (s, r) JOIN pg_namespace n ON n.nspname = w.s
        JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.r JOIN pg_roles o ON o.rolname = ?
      """;

  private TableRights() {}

  static RoleRights read(Connection connection, String role, List<TableName> tables)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(ROLE)) {
      query.setString(1, role);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? read(connection, role, tables, row.getBoolean(1))
            : new RoleRights(false, false, Map.of(), Set.of());
      }
    }
  }

  private static RoleRights read(
      Connection connection, String role, List<TableName> tables, boolean mayAll)
      throws SQLException {
    Map<TableName, Set<String>> rights = new HashMap<>();
    Set<TableName> owned = new HashSet<>();
    try (PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setArray(1, names(connection, tables.stream().map(TableName::schema).toArray()));
      query.setArray(2, names(connection, tables.stream().map(TableName::name).toArray()));
      query.setString(3, role);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          TableName table = new TableName(row.getString(1), row.getString(2));
          rights.put(table, new TreeSet<>(List.of((String[]) row.getArray(4).getArray())));
          if (row.getBoolean(3)) {
            owned.add(table);
          }
        }
      }
    }
    return new RoleRights(true, mayAll, rights, owned);
  }

  private static Array names(Connection connection, Object[] names) throws SQLException {
    return connection.createArrayOf("text", names);
  }
}
