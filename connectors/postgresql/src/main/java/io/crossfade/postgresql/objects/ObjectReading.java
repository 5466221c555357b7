package io.crossfade.postgresql.objects;

import io.crossfade.model.ObjectName;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.SchemaObject.Section;
import io.crossfade.model.SchemaObject.Uses;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.objects.ObjectGraph.TableFound;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which objects stand around some tables, and in which order they can be made. */
public final class ObjectReading {
  static final String ROLE = "role";

  private final ObjectGraph graph;
  private final List<Trait> traits;

  /** Also by the names of their partitions. */
  private final Map<TableName, Table> scope = new HashMap<>();

  private final Set<Address> met = new HashSet<>();
  private final List<Found> order = new ArrayList<>();
  private final Map<Address, Boolean> needsTable = new HashMap<>();

  private ObjectReading(ObjectGraph graph, List<Trait> traits, List<Table> tables) {
    this.graph = graph;
    this.traits = traits;
    for (Table table : tables) {
      scope.put(table.name(), table);
      table.partitioning().stream()
          .flatMap(all -> all.partitions().stream())
          .forEach(partition -> scope.put(partition.name(), table));
    }
  }

  /** See {@link io.crossfade.connector.Catalog#objects}. */
  public static List<SchemaObject> read(
      Connection connection, Set<String> schemas, List<Table> tables) throws SQLException {
    ObjectReading reading =
        new ObjectReading(ObjectGraph.read(connection), Trait.read(connection), tables);
    reading.take(schemas);
    return reading.objects();
  }

  /** Everything that is there, with the statements that would make it. */
  static Map<ObjectName, String> definitions(Connection connection) throws SQLException {
    Map<ObjectName, String> definitions = new HashMap<>();
    for (Found found : ObjectGraph.read(connection).objects()) {
      definitions.put(found.name(), found.definition());
    }
    for (Trait trait : Trait.read(connection)) {
      definitions.put(trait.name(), trait.words().definition());
    }
    return definitions;
  }

  private void take(Set<String> schemas) {
    for (Found found : graph.objects()) {
      if (found.hangs() == 0 && (isIn(schemas, found) || found.isView() && readsScope(found))) {
        take(found.address());
      }
    }
    graph.tables().stream()
        .filter(table -> scope.containsKey(table.name()))
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .forEach(table -> graph.needs(table.address()).keySet().forEach(this::take));
    for (Found found : graph.objects()) {
      if (found.hangs() != 0 && bears(found)) {
        take(found.address());
      }
    }
  }

  /** After what it needs. */
  private void take(Address address) {
    Found found = graph.object(address);
    if (found != null && met.add(found.address())) {
      graph.needs(found.address()).keySet().forEach(this::take);
      order.add(found);
    }
  }

  private boolean isIn(Set<String> schemas, Found found) {
    return isOneOf(schemas, found)
        || graph.needs(found.address()).keySet().stream()
            .map(graph::object)
            .anyMatch(needed -> needed != null && isOneOf(schemas, needed));
  }

  private static boolean isOneOf(Set<String> schemas, Found found) {
    String name = found.name().name();
    return found.isSchema()
        && schemas.contains(
            name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name);
  }

  /** Also through other views. */
  private boolean readsScope(Found view) {
    return graph.needs(view.address()).keySet().stream()
        .anyMatch(needed -> {
          TableFound table = graph.table(needed);
          Found other = graph.object(needed);
          return table != null && scope.containsKey(table.name())
              || other != null && other.isView() && readsScope(other);
        });
  }

  private boolean bears(Found hanging) {
    Address bearer = new Address(graph.relations(), hanging.hangs());
    TableFound table = graph.table(bearer);
    return met.contains(bearer) || table != null && scope.containsKey(table.name());
  }

  private List<SchemaObject> objects() {
    List<SchemaObject> objects = new ArrayList<>();
    for (Found found : order) {
      objects.add(
          new SchemaObject(
              found.name(),
              null,
              needsTable(found.address()) ? Section.AFTER_COPY : Section.BEFORE_TABLES,
              found.definition(),
              found.obstacle(),
              uses(found)));
    }
    for (Found found : graph.objects()) {
      if (found.isExtension() && !met.contains(found.address())) {
        objects.add(unneeded(found));
      }
    }
    for (Trait trait : traits) {
      Found bearer = graph.object(trait.bearer());
      TableFound table = graph.table(trait.bearer());
      if (bearer != null && met.contains(bearer.address())) {
        objects.add(object(trait, bearer.name(), uses(trait, Map.of(), List.of(bearer.name()))));
      } else if (table != null && scope.containsKey(table.name())) {
        List<String> columns = trait.column() == null ? List.of() : List.of(trait.column());
        objects.add(
            object(trait, table.spelled(), uses(trait, Map.of(whole(table), columns), List.of())));
      }
    }
    return objects;
  }

  private static SchemaObject unneeded(Found extension) {
    return new SchemaObject(
        extension.name(),
        null,
        Section.AFTER_COPY,
        extension.definition(),
        "nothing that is carried needs it, as far as the catalog knows",
        new Uses(Map.of(), List.of()));
  }

  private static SchemaObject object(Trait trait, ObjectName bearer, Uses uses) {
    return new SchemaObject(
        trait.name(),
        bearer,
        trait.section(),
        trait.words().definition(),
        trait.words().obstacle(),
        uses);
  }

  private static Uses uses(
      Trait trait, Map<TableName, List<String>> columns, List<ObjectName> objects) {
    List<ObjectName> named = new ArrayList<>(objects);
    if (trait.role() != null) {
      named.add(new ObjectName(ROLE, trait.role()));
    }
    return new Uses(columns, named);
  }

  private Uses uses(Found found) {
    Map<TableName, List<String>> columns = new TreeMap<>();
    List<ObjectName> named = new ArrayList<>();
    graph
        .needs(found.address())
        .forEach((address, parts) -> {
          TableFound table = graph.table(address);
          Found needed = graph.object(address);
          if (table != null) {
            columns.merge(whole(table), columns(table.name(), parts), ObjectReading::both);
          } else if (needed != null) {
            named.add(needed.name());
          }
        });
    graph.roles(found.address()).forEach(role -> named.add(new ObjectName(ROLE, role)));
    return new Uses(columns, named);
  }

  /** The table, if it is a partition of one. */
  private TableName whole(TableFound table) {
    Table whole = scope.get(table.name());
    return whole == null ? table.name() : whole.name();
  }

  private static List<String> both(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }

  private List<String> columns(TableName name, Set<String> parts) {
    Table table = scope.get(name);
    return parts.contains(ObjectGraph.WHOLE) && table != null
        ? table.columnNames()
        : parts.stream().filter(part -> !part.equals(ObjectGraph.WHOLE)).toList();
  }

  private boolean needsTable(Address address) {
    Boolean known = needsTable.get(address);
    if (known != null) {
      return known;
    }
    needsTable.put(address, false); // what needs itself in a circle
    boolean found =
        graph.needs(address).keySet().stream()
            .anyMatch(needed -> graph.table(needed) != null || needsTable(needed));
    needsTable.put(address, found);
    return found;
  }
}
