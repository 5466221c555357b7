package io.crossfade.postgresql.objects;

import io.crossfade.model.ObjectName;
import io.crossfade.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All objects and tables of users, and which needs which, out of the catalog with a few queries. A
 * part (an index of a table, the type of its rows, whatever belongs to an extension) is counted as
 * its whole.
 */
final class ObjectGraph {
  /** A table: its address, as the engine spells it, and its name. */
  record TableFound(Address address, ObjectName spelled, TableName name) {}

  /** In the place of a column: the table as a whole. */
  static final String WHOLE = "";

  /** The catalog of tables and views. */
  private long relations;

  private final Map<Address, Found> objects = new LinkedHashMap<>();
  private final Map<Address, TableFound> tables = new HashMap<>();
  private final Map<Address, Address> parts = new HashMap<>();
  private final Map<Address, Map<Address, Set<String>>> needs = new HashMap<>();
  private final Map<Address, Set<String>> roles = new HashMap<>();

  static ObjectGraph read(Connection connection) throws SQLException {
    ObjectGraph graph = new ObjectGraph();
    each(connection, DependencySql.TABLES, graph::table);
    each(connection, ObjectSql.OBJECTS, graph::object);
    each(
        connection,
        DependencySql.PARTS,
        row -> graph.parts.put(Address.of(row, 1), Address.of(row, 3)));
    each(connection, DependencySql.NEEDS, graph::need);
    each(
        connection,
        DependencySql.ROLES,
        row ->
            graph
                .roles
                .computeIfAbsent(Address.of(row, 1), a -> new TreeSet<>())
                .add(row.getString(3)));
    return graph;
  }

  interface OneRow {
    void take(ResultSet row) throws SQLException;
  }

  static void each(Connection connection, String sql, OneRow oneRow) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        oneRow.take(rows);
      }
    }
  }

  private void table(ResultSet row) throws SQLException {
    Address address = Address.of(row, 1);
    relations = address.catalog();
    tables.put(
        address,
        new TableFound(
            address,
            new ObjectName("table", row.getString(3)),
            new TableName(row.getString(4), row.getString(5))));
  }

  private void object(ResultSet row) throws SQLException {
    Found found =
        new Found(
            Address.of(row, 1),
            new ObjectName(row.getString(3), row.getString(4)),
            row.getString(5) == null ? "" : row.getString(5).strip(),
            row.getString(6) == null ? "" : row.getString(6),
            row.getLong(7));
    objects.put(found.address(), found);
  }

  private void need(ResultSet row) throws SQLException {
    Address from = whole(Address.of(row, 1));
    Address to = whole(Address.of(row, 3));
    if (!from.equals(to) && isKnown(from) && isKnown(to)) {
      Set<String> columns =
          needs
              .computeIfAbsent(from, a -> new LinkedHashMap<>())
              .computeIfAbsent(to, a -> new LinkedHashSet<>());
      columns.add(row.getString(5) == null ? WHOLE : row.getString(5));
    }
  }

  private boolean isKnown(Address address) {
    return objects.containsKey(address) || tables.containsKey(address);
  }

  /** What it is a part of in the end, or itself. */
  private Address whole(Address address) {
    Address found = address;
    for (Address of = parts.get(found); of != null; of = parts.get(found)) {
      found = of;
    }
    return found;
  }

  Collection<Found> objects() {
    return objects.values();
  }

  /** 0 where no table is. */
  long relations() {
    return relations;
  }

  Collection<TableFound> tables() {
    return tables.values();
  }

  @Nullable Found object(Address address) {
    return objects.get(whole(address));
  }

  @Nullable TableFound table(Address address) {
    return tables.get(whole(address));
  }

  /** With the columns of each table; {@link #WHOLE} where no column is named. */
  Map<Address, Set<String>> needs(Address address) {
    return needs.getOrDefault(address, Map.of());
  }

  Set<String> roles(Address address) {
    return roles.getOrDefault(address, Set.of());
  }
}
