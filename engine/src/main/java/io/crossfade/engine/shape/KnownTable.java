package io.crossfade.engine.shape;

import io.crossfade.connector.Shape;
import io.crossfade.model.Column;
import io.crossfade.model.Partition;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A table of the source as the migration moves it. Its log is read, its rows are copied and
/// compared by these columns, whatever the source's catalog says by now.
///
/// @param due what the target lacks
public record KnownTable(
    TableName name, List<Column> columns, List<String> key, Shape shape, Due due) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FACT = "table ";

  public KnownTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  public static KnownTable of(Table table, Shape shape) {
    return new KnownTable(
        table.name(), table.columns(), table.key(), shape.ofParts(parts(table)), Due.NOTHING);
  }

  /// One that was made since this table was read is not known yet.
  private static Set<TableName> parts(Table table) {
    return table.partitioning().stream()
        .flatMap(all -> all.partitions().stream())
        .map(Partition::name)
        .collect(Collectors.toSet());
  }

  public static boolean isFact(String name) {
    return name.startsWith(FACT);
  }

  /// The name of the fact under which a table is recorded.
  public static String fact(TableName table) {
    return FACT + JSON.writeValueAsString(List.of(table.schema(), table.name()));
  }

  /// With its columns' kinds as their catalog tells them: they are not recorded, for the type tells
  /// them.
  KnownTable withKinds(Function<String, Kind> kinds) {
    return new KnownTable(
        name,
        columns.stream().map(c -> c.typed(c.type(), kinds.apply(c.type()))).toList(),
        key,
        shape,
        due);
  }

  public KnownTable due(Due now) {
    return new KnownTable(name, columns, key, shape, now);
  }

  public KnownTable withoutDefaults() {
    List<Column> bare =
        columns.stream()
            .map(c ->
                new Column(c.name(), c.type(), c.nullable(), null, c.identity(), c.generated()))
            .toList();
    return new KnownTable(name, bare, key, shape, due);
  }

  /// To be kept, and read by later versions: made of words that are written down here.
  public String text() {
    ObjectNode node = JSON.createObjectNode();
    node.put("schema", name.schema()).put("name", name.name());
    var all = node.putArray("columns");
    for (Column column : columns) {
      all.addObject()
          .put("name", column.name())
          .put("type", column.type())
          .put("nullable", column.nullable())
          .put("default", column.defaultExpression())
          .put("identity", column.identity())
          .put("generated", column.generated());
    }
    var keys = node.putArray("key");
    key.forEach(keys::add);
    node.put("shape", shape.columns()).put("numbers", shape.numbers());
    node.put("storage", shape.storage());
    var parts = node.putArray("parts");
    new TreeMap<>(shape.parts())
        .forEach((part, text) ->
            parts
                .addObject()
                .put("schema", part.schema())
                .put("name", part.name())
                .put("shape", text));
    return node.put("due", due.name()).toString();
  }

  public static KnownTable parse(String text) {
    JsonNode node = JSON.readTree(text);
    TableName name = nameOf(node);
    List<Column> columns = new ArrayList<>();
    node.path("columns").forEach(column -> columns.add(column(column)));
    List<String> key = new ArrayList<>();
    node.path("key").forEach(column -> key.add(column.asString()));
    return new KnownTable(
        name,
        columns,
        key,
        new Shape(
            name,
            node.path("shape").asString(),
            node.path("numbers").asString(),
            node.path("storage").asString(),
            partsOf(node)),
        Due.valueOf(node.path("due").asString()));
  }

  private static Map<TableName, String> partsOf(JsonNode table) {
    Map<TableName, String> parts = new TreeMap<>();
    table.path("parts").forEach(part -> parts.put(nameOf(part), part.path("shape").asString()));
    return parts;
  }

  private static TableName nameOf(JsonNode node) {
    return new TableName(node.path("schema").asString(), node.path("name").asString());
  }

  private static Column column(JsonNode node) {
    return new Column(
        node.path("name").asString(),
        node.path("type").asString(),
        node.path("nullable").asBoolean(),
        textOrNull(node.path("default")),
        node.path("identity").asBoolean(),
        node.path("generated").asBoolean());
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isNull() ? null : node.asString();
  }
}
