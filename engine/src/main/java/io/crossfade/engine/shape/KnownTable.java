package io.crossfade.engine.shape;

import io.crossfade.connector.Shape;
import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
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
    return new KnownTable(table.name(), table.columns(), table.key(), shape, Due.NOTHING);
  }

  public static boolean isFact(String name) {
    return name.startsWith(FACT);
  }

  /// The name of the fact under which a table is recorded.
  public static String fact(TableName table) {
    return FACT + JSON.writeValueAsString(List.of(table.schema(), table.name()));
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
    return node.put("due", due.name()).toString();
  }

  public static KnownTable parse(String text) {
    JsonNode node = JSON.readTree(text);
    TableName name = new TableName(node.path("schema").asString(), node.path("name").asString());
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
            node.path("storage").asString()),
        Due.valueOf(node.path("due").asString()));
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
