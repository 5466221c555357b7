package io.crossfade.postgresql.schema;

import io.crossfade.model.Check;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.postgresql.session.Sql;
import java.util.ArrayList;
import java.util.List;

/** What is made and built, as statements that a person can run by hand where nothing is there. */
final class TableStatements {
  private TableStatements() {}

  static List<String> of(List<Table> tables) {
    List<String> statements = new ArrayList<>();
    tables.stream()
        .map(table -> table.name().schema())
        .distinct()
        .forEach(schema -> statements.add("CREATE SCHEMA IF NOT EXISTS " + Sql.quote(schema)));
    tables.forEach(table -> statements.add(TableMaking.statement(table)));
    for (Table table : tables) {
      for (Index index : table.indexes()) {
        statements.add(TableFinishing.statement(table, index));
        if (index.constraint()) {
          statements.add(
              TableFinishing.statement(table, index.name(), TableFinishing.unique(index)));
        }
      }
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
}
