package io.crossfade.mysql.schema;

import io.crossfade.model.Check;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.mysql.session.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is made and built, as statements that a person can run by hand where nothing is there. */
public final class TableStatements {
  private TableStatements() {}

  public static List<String> of(List<Table> tables) {
    List<String> statements = new ArrayList<>();
    tables.stream()
        .map(table -> table.name().schema())
        .distinct()
        .forEach(schema -> statements.add("CREATE DATABASE IF NOT EXISTS " + Sql.quote(schema)));
    tables.forEach(table -> statements.add(TableMaking.statement(table)));
    for (Table table : tables) {
      for (Check check : table.checks()) {
        statements.add(alter(table, TableFinishing.check(check)));
      }
      Optional<Index> made = TableMaking.numbering(table);
      for (Index index : table.indexes()) {
        if (made.isEmpty() || !made.get().equals(index)) {
          statements.add(alter(table, "ADD " + TableFinishing.index(index)));
        }
      }
    }
    for (Table table : tables) {
      for (ForeignKey key : table.foreignKeys()) {
        statements.add(alter(table, TableFinishing.foreignKey(key)));
      }
    }
    return statements;
  }

  private static String alter(Table table, String change) {
    return TableFinishing.alterStatement(table, List.of(change));
  }
}
