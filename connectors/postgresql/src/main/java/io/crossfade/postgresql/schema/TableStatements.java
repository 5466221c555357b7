package io.crossfade.postgresql.schema;

import io.crossfade.model.Check;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Partition;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.session.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is made and built, as statements that a person can run by hand where nothing is there. */
final class TableStatements {
  private TableStatements() {}

  static List<String> of(List<Table> tables) {
    List<String> statements = new ArrayList<>();
    tables.stream()
        .flatMap(table ->
            Stream.concat(
                Stream.of(table.name()),
                PartitionMaking.partitions(table).stream().map(Partition::name)))
        .map(TableName::schema)
        .distinct()
        .forEach(schema -> statements.add("CREATE SCHEMA IF NOT EXISTS " + Sql.quote(schema)));
    for (Table table : tables) {
      statements.add(TableMaking.statement(table));
      PartitionMaking.partitions(table)
          .forEach(partition -> statements.add(PartitionMaking.statement(partition)));
    }
    for (Table table : tables) {
      table.indexes().forEach(index -> statements.addAll(index(table, index)));
      for (Check check : table.checks()) {
        statements.add(
            TableFinishing.statement(
                table,
                check.name(),
                TableFinishing.check(check) + (check.validated() ? "" : " NOT VALID")));
      }
    }
    for (Table table : tables) {
      for (ForeignKey key : table.foreignKeys()) {
        statements.add(
            TableFinishing.statement(table, key.name(), TableFinishing.foreignKey(key).strip()));
      }
    }
    return statements;
  }

  private static List<String> index(Table table, Index index) {
    boolean parts = table.partitioning().isPresent();
    if (parts && TableFinishing.isPlainConstraint(index)) {
      return List.of(
          TableFinishing.statement(table, index.name(), TableFinishing.uniqueOfParts(index)));
    }
    String made = TableFinishing.statement(table, index);
    return index.constraint() && !parts
        ? List.of(made, TableFinishing.statement(table, index.name(), TableFinishing.unique(index)))
        : List.of(made);
  }
}
