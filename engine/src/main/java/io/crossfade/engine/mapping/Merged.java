package io.crossfade.engine.mapping;

import io.crossfade.connector.NotCarried;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Definition;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The tables of the source that become one table of the target: most often it is only one.
///
/// @param tables the first one leads: what is made around the target's is named after its
record Merged(List<ScopedTable> tables) {
  Merged {
    tables = List.copyOf(tables);
  }

  boolean isOne() {
    return tables.size() == 1;
  }

  ScopedTable first() {
    return tables.getFirst();
  }

  List<ScopedTable> others() {
    return tables.subList(1, tables.size());
  }

  long estimatedRows() {
    return tables.stream().mapToLong(table -> table.source().estimatedRows()).sum();
  }

  /// The columns of all of them. One that some do not have is NULL in their rows, so it has no
  /// default: rows that do not name it would get that.
  ///
  /// @param columns of each table
  List<Column> columns(List<List<Column>> columns, Problems problems) {
    Map<String, Column> all = new LinkedHashMap<>();
    Map<String, ScopedTable> owners = new LinkedHashMap<>();
    for (int i = 0; i < tables.size(); i++) {
      for (Column column : columns.get(i)) {
        Column known = all.putIfAbsent(column.name(), column);
        owners.putIfAbsent(column.name(), tables.get(i));
        if (known != null && !isAlike(known, column)) {
          add(
              tables.get(i),
              "column %s of %s would be %s, that of %s %s"
                  .formatted(
                      column.name(),
                      first().targetName(),
                      spelled(known),
                      tables.get(i),
                      spelled(column)),
              "a table has one type for all of its rows; cast one of them, or give it another name",
              problems);
        } else if (known != null
            && !Objects.equals(known.defaultExpression(), column.defaultExpression())) {
          all.put(column.name(), known.identity() ? known : withoutDefault(known));
        }
      }
    }
    for (int i = 0; i < tables.size(); i++) {
      List<Column> own = columns.get(i);
      for (Column column : all.values()) {
        if (!column.nullable() && own.stream().noneMatch(c -> c.name().equals(column.name()))) {
          add(
              tables.get(i),
              "%s has no value for column %s of %s, which %s has and is NOT NULL"
                  .formatted(
                      tables.get(i),
                      column.name(),
                      first().targetName(),
                      owners.get(column.name())),
              "add it there with a constant or an expression, or drop it from the others",
              problems);
        }
      }
    }
    all.replaceAll((name, column) -> isGiven(column, columns) ? column : withoutDefault(column));
    return List.copyOf(all.values());
  }

  /// By every table, or by the target itself.
  private static boolean isGiven(Column column, List<List<Column>> columns) {
    return column.identity()
        || column.generated()
        || columns.stream()
            .allMatch(own -> own.stream().anyMatch(c -> c.name().equals(column.name())));
  }

  private static boolean isAlike(Column one, Column other) {
    return one.type().equals(other.type())
        && one.kind().equals(other.kind())
        && one.nullable() == other.nullable()
        && one.identity() == other.identity()
        && one.generated() == other.generated()
        && (!one.generated() || Objects.equals(one.defaultExpression(), other.defaultExpression()));
  }

  private static String spelled(Column column) {
    return column.type()
        + (column.nullable() ? "" : " NOT NULL")
        + (column.identity() ? ", numbered by the database" : "")
        + (column.generated() ? ", generated as " + column.defaultExpression() : "");
  }

  /// Columns that have a default in one of them, and none in the table of the target.
  List<String> withoutDefault(List<Column> columns) {
    return isOne()
        ? List.of()
        : tables.stream()
            .flatMap(table ->
                table.source().columns().stream()
                    .filter(column -> column.defaultExpression() != null && !column.identity())
                    .map(column -> table.targetColumn(column.name())))
            .distinct()
            .filter(name ->
                columns.stream()
                    .anyMatch(c -> c.name().equals(name) && c.defaultExpression() == null))
            .toList();
  }

  private static Column withoutDefault(Column column) {
    return new Column(
        column.name(),
        column.type(),
        column.nullable(),
        null,
        column.identity(),
        column.generated(),
        column.kind());
  }

  private static void add(ScopedTable table, String what, String mend, Problems problems) {
    problems.add(ErrorCode.MAPPING_INVALID, table.rule().at(), what, mend);
  }

  /// Whether every one of them has such an index.
  boolean allHave(ScopedTable owner, Index index) {
    return all(table ->
        table.offered().indexes().stream()
            .anyMatch(other ->
                other.unique() == index.unique()
                    && text(other.definition()).equals(text(index.definition()))
                    && table
                        .targetColumns(other.columns())
                        .equals(owner.targetColumns(index.columns()))));
  }

  boolean allHave(Check check) {
    return all(table ->
        table.offered().checks().stream()
            .anyMatch(other -> text(other.definition()).equals(text(check.definition()))));
  }

  boolean allHave(ScopedTable owner, ForeignKey key) {
    return all(table ->
        table.offered().foreignKeys().stream()
            .anyMatch(other ->
                other.references().equals(key.references())
                    && other.referencedColumns().equals(key.referencedColumns())
                    && other.actions().equals(key.actions())
                    && table
                        .targetColumns(other.columns())
                        .equals(owner.targetColumns(key.columns()))));
  }

  private boolean all(Predicate<ScopedTable> has) {
    return tables.stream().allMatch(has);
  }

  private static String text(@Nullable Definition definition) {
    return definition == null ? "" : definition.text();
  }

  /// What the others have around their tables, of which not all have the like.
  List<NotCarried> onlyElsewhere() {
    List<NotCarried> left = new ArrayList<>();
    for (ScopedTable table : others()) {
      Table own = table.offered();
      own.indexes().stream()
          .filter(index -> !allHave(table, index))
          .forEach(index -> left.add(notAll("index " + index.name(), table)));
      own.checks().stream()
          .filter(check -> !allHave(check))
          .forEach(check -> left.add(notAll("check " + check.name(), table)));
      own.foreignKeys().stream()
          .filter(key -> !allHave(table, key))
          .forEach(key -> left.add(notAll("foreign key " + key.name(), table)));
    }
    return left;
  }

  static NotCarried notAll(String what, ScopedTable table) {
    return new NotCarried(
        what,
        table.toString(),
        "not all of the tables that become one have it; make it there, if it fits all rows");
  }
}
