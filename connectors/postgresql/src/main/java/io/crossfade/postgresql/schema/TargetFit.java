package io.crossfade.postgresql.schema;

import io.crossfade.connector.Problem;
import io.crossfade.model.Column;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.preflight.AskedTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether the target takes what the mapping writes. Tables that are there already must have that
 * shape and hold nothing that clashes on the way; names of what is built later must be free.
 */
final class TargetFit {
  private static final String CLASHES =
      """
      SELECT t.oid::regclass::text, format('its %s %s would refuse rows that are copied at different moments',
        CASE WHEN i.indisexclusion THEN 'exclusion constraint' ELSE 'unique index' END, i.indexrelid::regclass),
        'drop it: if the source has it, it is built after the copy'
      FROM t JOIN pg_index i ON i.indrelid = t.oid
      WHERE (i.indisunique OR i.indisexclusion) AND NOT i.indisprimary
        AND NOT (i.indisreplident AND NOT EXISTS (SELECT FROM pg_index p WHERE p.indrelid = t.oid AND p.indisprimary))
      ORDER BY 1, 2
      """;

  /** An index of that name on that table is taken for the one that is wanted. */
  private static final String TAKEN =
      """
      SELECT x.relname FROM pg_class x JOIN pg_namespace n ON n.oid = x.relnamespace
      LEFT JOIN pg_index i ON i.indexrelid = x.oid LEFT JOIN pg_class c ON c.oid = i.indrelid
      WHERE n.nspname = ? AND x.relname = ?::name AND c.relname IS DISTINCT FROM ?
      """;

  private final Connection connection;
  private final List<Table> tables;
  private final List<Problem> problems = new ArrayList<>();

  TargetFit(Connection connection, List<Table> tables) {
    this.connection = connection;
    this.tables = tables;
  }

  List<Problem> problems() throws SQLException {
    Map<TableName, Table> there =
        TableReading.read(connection).stream()
            .collect(Collectors.toMap(Table::name, Function.identity()));
    for (Table table : tables) {
      Table found = there.get(table.name());
      if (found != null) {
        existing(table, found);
      }
      foreignKeys(table, there);
      indexNames(table);
    }
    problems.addAll(AskedTables.problems(connection, tables, CLASHES));
    return problems;
  }

  private void existing(Table wanted, Table found) {
    for (Column column : wanted.columns()) {
      if (!found.has(column.name())) {
        table(found, "it has no column " + column.name(), "add it, or drop the empty table");
      } else if (!found.column(column.name()).type().equals(column.type())) {
        table(
            found,
            "column %s is %s, the mapping writes %s"
                .formatted(column.name(), found.column(column.name()).type(), column.type()),
            "alter it, or say `cast` in the mapping");
      }
    }
    if (!found.key().equals(wanted.key())) {
      table(
          found,
          "its primary key is %s, the mapping writes %s".formatted(found.key(), wanted.key()),
          "make it the same");
    }
  }

  private void foreignKeys(Table table, Map<TableName, Table> there) {
    for (ForeignKey key : table.foreignKeys()) {
      TableName references = key.references();
      if (!there.containsKey(references)
          && tables.stream().noneMatch(t -> t.name().equals(references))) {
        table(
            table,
            "its foreign key " + key.name() + " refers to " + references + ", which is not there",
            "take " + references + " into the scope");
      }
    }
  }

  private void indexNames(Table table) throws SQLException {
    String schema = table.name().schema();
    try (PreparedStatement query = connection.prepareStatement(TAKEN)) {
      for (Index index : table.indexes()) {
        query.setString(1, schema);
        query.setString(2, index.name());
        query.setString(3, table.name().name());
        try (ResultSet row = query.executeQuery()) {
          if (row.next()) {
            String taken = schema + "." + row.getString(1);
            table(
                table,
                "its index " + index.name() + " cannot be built: " + taken + " is something else",
                "rename or drop " + taken + " on the target");
          }
        }
      }
    }
  }

  private void table(Table table, String what, String mend) {
    problems.add(new Problem(what, table.name().toString(), mend));
  }
}
