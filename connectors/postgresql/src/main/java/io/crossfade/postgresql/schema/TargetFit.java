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
      FROM tp t JOIN pg_index i ON i.indrelid = t.oid
      WHERE (i.indisunique OR i.indisexclusion) AND NOT i.indisprimary AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)
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

  /** Compared and not looked up, which would need a right that is among what is asked for. */
  private static final String NAMED =
      """
      SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ?::name AND c.relname = ?::name
      """;

  private static final int VIRTUAL_SINCE = 18;

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
      } else {
        names(table);
        virtualColumns(table);
      }
      foreignKeys(table, there);
      indexNames(table);
    }
    problems.addAll(AskedTables.problems(connection, tables, CLASHES));
    return problems;
  }

  private void virtualColumns(Table table) throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() < VIRTUAL_SINCE) {
      table.columns().stream()
          .filter(c -> c.generated() && String.valueOf(c.defaultExpression()).endsWith(" VIRTUAL"))
          .forEach(c ->
              table(
                  table,
                  "column %s is computed when it is read, which this server cannot"
                      .formatted(c.name()),
                  "`drop` it in the mapping, or make the table here with a column that is STORED"));
    }
  }

  /** Of a table that is there already nothing is made. */
  private void names(Table table) throws SQLException {
    List<TableName> names = new ArrayList<>(List.of(table.name()));
    PartitionMaking.partitions(table).forEach(partition -> names.add(partition.name()));
    try (PreparedStatement query = connection.prepareStatement(NAMED)) {
      for (TableName name : names) {
        query.setString(1, name.schema());
        query.setString(2, name.name());
        try (ResultSet row = query.executeQuery()) {
          if (row.next()) {
            table(
                table,
                name + " cannot be made: something else has that name, a partition perhaps",
                "rename or drop " + name + " on the target");
          }
        }
      }
    }
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
    for (Index index : wanted.indexes()) {
      uniqueOverParts(index, found);
    }
  }

  /** The server looks for a clash in one partition only. */
  private void uniqueOverParts(Index index, Table found) {
    found
        .partitioning()
        .filter(parts -> index.unique() && !index.columns().containsAll(parts.by().columns()))
        .ifPresent(parts ->
            table(
                found,
                "it is partitioned by %s, and the unique index %s, which lacks columns of that, cannot be built on it"
                    .formatted(parts.by().text(), index.name()),
                "partition it by columns of all its unique indexes, or drop the empty table"));
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
