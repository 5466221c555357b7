package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.AddedColumn;
import io.crossfade.model.Column;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The tables as the target has to have them.
final class TargetTables {
  private final List<ScopedTable> scope;
  private final Map<TableName, ScopedTable> byName;
  private final Set<String> indexNames = new HashSet<>();
  private final List<String> remarks;

  TargetTables(List<ScopedTable> scope, List<String> remarks) {
    this.scope = scope;
    this.byName =
        scope.stream().collect(Collectors.toMap(t -> t.source().name(), Function.identity()));
    this.remarks = remarks;
  }

  /// In the order of the scope.
  List<Table> tables() {
    return scope.stream().map(this::target).toList();
  }

  private Table target(ScopedTable table) {
    CastRemarks.add(table, remarks);
    Table source = table.source();
    return new Table(
        table.targetName(),
        columns(table),
        table.targetColumns(source.key()),
        source.indexes().stream().flatMap(i -> index(table, i).stream()).toList(),
        source.foreignKeys().stream().flatMap(f -> foreignKey(table, f).stream()).toList(),
        source.estimatedRows());
  }

  private static List<Column> columns(ScopedTable table) {
    List<Column> columns = new ArrayList<>();
    for (Column column : table.kept()) {
      columns.add(
          new Column(
              table.targetColumn(column.name()),
              table.targetType(column),
              column.nullable(),
              column.defaultExpression(),
              column.identity(),
              column.generated()));
    }
    for (AddedColumn added : table.rule().added()) {
      columns.add(new Column(added.column(), added.type(), added.nullable(), null, false, false));
    }
    return columns;
  }

  private Optional<Index> index(ScopedTable table, Index index) {
    if (!table.keepsAll(index.columns())) {
      remarks.add(
          notCarried(index.unique() ? "unique index " : "index ", index.name(), table)
              + "a column of it is dropped"
              + (index.unique()
                  ? "; the target accepts rows that the source would refuse on the way back"
                  : ""));
      return Optional.empty();
    }
    String name = index.name();
    if (!indexNames.add(table.targetName().schema() + "." + name)) {
      name = table.targetName().name() + "_" + name;
    }
    return Optional.of(new Index(name, table.targetColumns(index.columns()), index.unique()));
  }

  private Optional<ForeignKey> foreignKey(ScopedTable table, ForeignKey key) {
    ScopedTable referenced = byName.get(key.references());
    if (referenced == null) {
      remarks.add(
          notCarried("foreign key ", key.name(), table) + key.references() + " is not moved");
      return Optional.empty();
    }
    if (!table.keepsAll(key.columns()) || !referenced.keepsAll(key.referencedColumns())) {
      remarks.add(notCarried("foreign key ", key.name(), table) + "a column of it is dropped");
      return Optional.empty();
    }
    return Optional.of(
        new ForeignKey(
            key.name(),
            table.targetColumns(key.columns()),
            referenced.targetName(),
            referenced.targetColumns(key.referencedColumns()),
            key.actions()));
  }

  private static String notCarried(String kind, String name, ScopedTable table) {
    return kind + name + " of " + table + " is not carried to the target: ";
  }
}
