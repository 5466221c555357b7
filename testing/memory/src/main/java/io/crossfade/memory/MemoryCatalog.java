package io.crossfade.memory;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Finding;
import io.crossfade.connector.Lease;
import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Problem;
import io.crossfade.connector.Shape;
import io.crossfade.connector.Size;
import io.crossfade.model.Column;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.ObjectName;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.NamedKinds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tables with their indexes; foreign keys and checks are listed and not kept. */
final class MemoryCatalog implements Catalog {
  private final Connections connections;
  private final MemoryServer server;

  MemoryCatalog(Connections connections) {
    this.connections = connections;
    this.server = connections.server();
  }

  @Override
  public List<Table> tables() {
    return connections.ask(
        "catalog",
        "read the catalog",
        t ->
            server.tables().values().stream()
                .map(table -> counted(table.definition(), table.keys(t).size()))
                .toList());
  }

  @Override
  public List<Shape> shapes() {
    return connections.ask(
        "catalog",
        "look at the tables' columns",
        t ->
            server.tables().values().stream()
                .map(MemoryTable::definition)
                .map(table ->
                    new Shape(
                        table.name(), table.columns() + " key " + table.key(), "", "", Map.of()))
                .toList());
  }

  private static Table counted(Table table, long rows) {
    return new Table(
        table.name(), table.columns(), table.key(), table.indexes(), table.constraints(), rows);
  }

  @Override
  public String spelling(String type) {
    ValueType found = ValueType.find(type);
    if (found == null) {
      throw new CrossfadeException(ErrorCode.MAPPING_INVALID, "there is no type " + type);
    }
    return found.spelling();
  }

  @Override
  public String dialect() {
    return "memory";
  }

  @Override
  public Kind kind(String type) {
    return NamedKinds.of(type);
  }

  @Override
  public List<Finding> preflight(Side side, List<Table> tables, boolean followed) {
    return tables.stream()
        .filter(table -> table.key().isEmpty())
        .map(table ->
            new Problem("has no primary key", table.name().toString(), "give the table one"))
        .map(Finding::stops)
        .toList();
  }

  /** All of them are alike. */
  @Override
  public List<Finding> differences(Map<String, String> source, List<Table> tables) {
    return List.of();
  }

  @Override
  public List<NotCarried> notCarried(List<Table> tables) {
    return List.of();
  }

  /** Here are tables and nothing else. */
  @Override
  public List<SchemaObject> objects(Set<String> schemas, List<Table> tables) {
    return List.of();
  }

  @Override
  public Map<ObjectName, String> obstacles(List<SchemaObject> objects) {
    return Map.of();
  }

  @Override
  public List<NotCarried> make(Lease lease, List<SchemaObject> objects) {
    return List.of();
  }

  @Override
  public void create(Lease lease, List<Table> tables) {
    connections.change(
        "catalog",
        "make tables",
        t -> {
          tables.stream()
              .filter(table -> !server.tables().containsKey(table.name()))
              .forEach(table -> server.make(bare(table), true));
          return true;
        });
  }

  private static Table bare(Table table) {
    return new Table(table.name(), table.columns(), table.key(), List.of(), List.of(), 0);
  }

  @Override
  public void finish(Lease lease, List<Table> tables) {
    connections.change(
        "catalog",
        "finish tables",
        t -> {
          for (Table model : tables) {
            MemoryTable made = server.table(model.name());
            made.requireUnique(t, model.indexes());
            made.define(
                new Table(
                    model.name(),
                    made.definition().columns(),
                    made.definition().key(),
                    model.indexes(),
                    model.constraints(),
                    0));
          }
          return true;
        });
  }

  @Override
  public Optional<String> whyNotAdded(Column column) {
    return Optional.of("tables of this server stay as they are made");
  }

  @Override
  public void adjust(Lease lease, Table table) {
    throw new CrossfadeException(
        ErrorCode.INTERNAL, whyNotAdded(table.columns().get(0)).orElse(""));
  }

  @Override
  public void drop(String migration, TableName table) {
    connections.change(
        "catalog",
        "drop a table",
        t ->
            server
                .tables()
                .values()
                .removeIf(made -> made.isOurs() && made.definition().name().equals(table)));
  }

  /** A database in memory serves one migration. */
  @Override
  public void drop(String migration) {
    connections.change(
        "catalog", "drop tables", t -> server.tables().values().removeIf(MemoryTable::isOurs));
  }

  @Override
  public Map<String, String> settings() {
    return connections.ask("catalog", "read the settings", t -> Map.of("name", server.name()));
  }

  /** Nobody measures the heap of a simulation. */
  @Override
  public Map<TableName, Long> largeRows(List<Table> tables) {
    return Map.of();
  }

  /** Bytes are not counted. */
  @Override
  public Map<TableName, Size> sizes(List<Table> tables) {
    return connections.ask(
        "catalog",
        "look how large tables are",
        t ->
            tables.stream()
                .filter(table -> server.tables().containsKey(table.name()))
                .collect(
                    Collectors.toMap(
                        Table::name,
                        table -> new Size(server.table(table.name()).keys(t).size(), 0, 0))));
  }

  /** There is no language in which to say it. */
  @Override
  public List<String> ddl(List<String> before, List<Table> tables, List<String> after) {
    return List.of();
  }

  @Override
  public long count(Table table, long limit) {
    return connections.ask(
        "catalog", "count rows", t -> Math.min(limit, server.table(table.name()).keys(t).size()));
  }
}
