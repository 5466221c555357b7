package io.crossfade.engine.mapping;

import io.crossfade.connector.NotCarried;
import io.crossfade.engine.manifest.AddedColumn;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Constraint;
import io.crossfade.model.Definition;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Partition;
import io.crossfade.model.Partitioning;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tables as the target has to have them.
final class TargetTables {
  private final List<ScopedTable> scope;
  private final Map<TableName, ScopedTable> byName;
  private final Map<TableName, Merged> byTarget;
  private final Set<String> indexNames = new HashSet<>();
  private final Set<String> constraintNames = new HashSet<>();
  private final List<String> remarks;
  private final Problems problems;

  TargetTables(List<ScopedTable> scope, List<String> remarks, Problems problems) {
    this.scope = scope;
    this.byName =
        scope.stream()
            .collect(
                Collectors.toMap(t -> t.source().name(), Function.identity(), (leads, _) -> leads));
    this.byTarget =
        scope.stream()
            .collect(
                Collectors.groupingBy(
                    ScopedTable::targetName,
                    Collectors.collectingAndThen(Collectors.toList(), Merged::new)));
    this.remarks = remarks;
    this.problems = problems;
  }

  /// In the order of the scope; those that become one all have the same.
  List<Table> tables() {
    Map<TableName, Table> made = new HashMap<>();
    for (ScopedTable table : scope) {
      if (!made.containsKey(table.targetName())) {
        made.put(table.targetName(), target(merged(table)));
      }
    }
    return scope.stream()
        .map(table -> Objects.requireNonNull(made.get(table.targetName())))
        .toList();
  }

  private Merged merged(ScopedTable table) {
    return Objects.requireNonNull(byTarget.get(table.targetName()));
  }

  private Table target(Merged merged) {
    for (ScopedTable table : merged.tables()) {
      CastRemarks.add(table, remarks);
      CompareRemarks.add(table, remarks);
      FoldRemarks.add(table, remarks);
      table.offer().left().forEach(left -> remarks.add(left.toString()));
    }
    merged.onlyElsewhere().forEach(left -> remarks.add(left.toString()));
    ScopedTable table = merged.first();
    Table source = table.offered();
    List<Column> columns =
        merged.columns(merged.tables().stream().map(this::columns).toList(), problems);
    merged
        .withoutDefault(columns)
        .forEach(name ->
            remarks.add(
                new NotCarried(
                        "the default of column " + name,
                        "" + table.targetName(),
                        "the tables that become one have different ones, or some have no such column; set it there")
                    .toString()));
    return new Table(
        table.targetName(),
        columns,
        table.targetKey(),
        source.indexes().stream().flatMap(i -> index(table, i).stream()).toList(),
        source.constraints().stream().flatMap(c -> constraint(table, c).stream()).toList(),
        merged.estimatedRows());
  }

  private List<Column> columns(ScopedTable table) {
    List<Column> columns = new ArrayList<>();
    for (Column column : table.kept()) {
      columns.add(column(table, column));
    }
    table.source().columns().stream()
        .map(Column::name)
        .filter(table::isComputedOfOthers)
        .forEach(name ->
            notCarried(
                "generated column " + name,
                table,
                "the mapping changes a column that it names; write it for the target: "
                    + table.offered().column(name).defaultExpression()));
    for (AddedColumn added : table.rule().added()) {
      columns.add(
          new Column(
              added.column(),
              added.type(),
              added.nullable(),
              null,
              false,
              false,
              table.dialects().kinds().apply(added.type())));
    }
    return columns;
  }

  private Column column(ScopedTable table, Column source) {
    boolean cast = table.cast(source.name()) != null;
    Column offered =
        table.offered().has(source.name()) ? table.offered().column(source.name()) : source;
    boolean made = table.made(source.name()).isPresent();
    // Rows are numbered once.
    boolean leads = table.split().leads() || !table.source().key().contains(source.name());
    boolean keepsDefault =
        !made
            && (table.dialects().same()
                || !cast
                || isAlike(offered.kind(), table.targetKind(source)));
    if (!keepsDefault && offered.defaultExpression() != null) {
      notCarried(
          "the default of column " + source.name(),
          table,
          (made
                  ? "its values are made anew; set it there: "
                  : "it is cast to another kind of type; set it there: ")
              + offered.defaultExpression());
    }
    return new Column(
        table.targetColumn(source.name()),
        table.targetType(source),
        offered.nullable()
            || table.zeroAsNull(source.name())
            || MadeColumns.mayBeNull(table, source),
        keepsDefault && leads ? offered.defaultExpression() : null,
        offered.identity() && leads,
        offered.generated(),
        table.targetKind(source));
  }

  /// Whether a column of the one kind takes the other's default as it is written.
  private static boolean isAlike(Kind offered, Kind there) {
    return Stream.of(
            EnumSet.of(Family.INTEGER, Family.DECIMAL, Family.FLOAT),
            EnumSet.of(Family.TIMESTAMP, Family.INSTANT),
            EnumSet.of(Family.TEXT))
        .anyMatch(alike -> alike.contains(offered.family()) && alike.contains(there.family()));
  }

  private Optional<Index> index(ScopedTable table, Index index) {
    Definition definition = index.definition();
    String obstacle =
        definition == null
            ? table.keepsAll(index.columns()) ? "" : "a column of it is dropped"
            : inTheWay(table, definition);
    if (!obstacle.isEmpty() && isElsewhere(table, definition, index.columns())) {
      return Optional.empty();
    }
    if (!obstacle.isEmpty()) {
      notCarried(
          (index.unique() ? "unique index " : "index ") + index.name(),
          table,
          obstacle
              + (index.unique()
                  ? "; the target accepts rows that the source would refuse on the way back"
                  : ""));
      return Optional.empty();
    }
    if (!merged(table).isOne()
        && (!merged(table).allHave(table, index) || (index.unique() && definition != null))) {
      remarks.add(Merged.notAll("index " + index.name(), table).toString());
      return Optional.empty();
    }
    String name = index.name();
    if (!indexNames.add(table.targetName().schema() + "." + name)) {
      name = table.targetName().name() + "_" + name;
      remarks.add(
          "index %s of %s is called %s on the target: the name is taken there"
              .formatted(index.name(), table, name));
    }
    return Optional.of(
        new Index(name, indexed(table, index), index.unique(), index.constraint(), definition));
  }

  /// What is unique in each of several tables is so beside the constant that tells them apart.
  private List<String> indexed(ScopedTable table, Index index) {
    Stream<String> before =
        index.unique() && !merged(table).isOne()
            ? table.targetKey().stream().limit(1)
            : Stream.empty();
    return Stream.concat(before, table.targetColumns(index.columns()).stream()).toList();
  }

  /// Another table that the source's becomes has all of it.
  private static boolean isElsewhere(
      ScopedTable table, @Nullable Definition definition, List<String> columns) {
    return table.split().hasElsewhere(definition == null ? columns : definition.columns());
  }

  private Optional<Constraint> constraint(ScopedTable table, Constraint constraint) {
    return switch (constraint) {
      case ForeignKey key -> foreignKey(table, key);
      case Check check -> check(table, check);
      case Partitioning partitions -> partitions(table, partitions);
    };
  }

  private Optional<Constraint> check(ScopedTable table, Check check) {
    String obstacle = inTheWay(table, check.definition());
    if (!obstacle.isEmpty() && isElsewhere(table, check.definition(), List.of())) {
      return Optional.empty();
    }
    if (!obstacle.isEmpty()) {
      notCarried("check " + check.name(), table, obstacle);
      return Optional.empty();
    }
    if (!merged(table).allHave(check)) {
      remarks.add(Merged.notAll("check " + check.name(), table).toString());
      return Optional.empty();
    }
    return Optional.of(
        new Check(freeName(table, check.name()), check.definition(), check.validated()));
  }

  /// On some engines no two tables of a schema may have constraints of one name.
  private String freeName(ScopedTable table, String name) {
    String free = name;
    if (!table.dialects().same()
        && !constraintNames.add(table.targetName().schema() + "." + free)) {
      free = table.targetName().name() + "_" + name;
      remarks.add(
          "constraint %s of %s is called %s on the target: the name is taken there"
              .formatted(name, table, free));
    }
    return free;
  }

  /// Those that lie in the schema of their table stay with it.
  private Optional<Constraint> partitions(ScopedTable table, Partitioning partitions) {
    String obstacle =
        merged(table).isOne()
            ? inTheWay(table, partitions.by())
            : "other tables become the same one";
    if (!obstacle.isEmpty()) {
      notCarried("partitions", table, obstacle + "; without them it is one table there");
      return Optional.empty();
    }
    return Optional.of(
        new Partitioning(
            partitions.by(),
            partitions.partitions().stream()
                .map(p ->
                    new Partition(
                        targetName(table, p.name()),
                        targetName(table, p.parent()),
                        p.bounds(),
                        p.by()))
                .toList()));
  }

  private static TableName targetName(ScopedTable table, TableName name) {
    TableName source = table.source().name();
    if (name.equals(source)) {
      return table.targetName();
    }
    return name.schema().equals(source.schema())
        ? new TableName(table.targetName().schema(), name.name())
        : name;
  }

  /// Words of the engine's own cannot be translated, only taken as they are.
  private static String inTheWay(ScopedTable table, Definition definition) {
    return table.passesAll(definition.columns())
        ? ""
        : "the mapping changes a column that it names; write it for the target: "
            + definition.text();
  }

  private Optional<Constraint> foreignKey(ScopedTable table, ForeignKey key) {
    ScopedTable referenced = byName.get(key.references());
    if (referenced == null) {
      notCarried("foreign key " + key.name(), table, key.references() + " is not moved");
      return Optional.empty();
    }
    if (!table.keepsAll(key.columns()) && table.split().hasElsewhere(key.columns())) {
      return Optional.empty();
    }
    if (referenced.discriminator().isPresent()) {
      notCarried(
          "foreign key " + key.name(),
          table,
          "%s becomes a part of %s, whose key begins with another column"
              .formatted(referenced, referenced.targetName()));
      return Optional.empty();
    }
    if (!merged(table).allHave(table, key)) {
      remarks.add(Merged.notAll("foreign key " + key.name(), table).toString());
      return Optional.empty();
    }
    if (!table.keepsAll(key.columns()) || !referenced.keepsAll(key.referencedColumns())) {
      notCarried("foreign key " + key.name(), table, "a column of it is dropped");
      return Optional.empty();
    }
    if (table.makesAny(key.columns()) || referenced.makesAny(key.referencedColumns())) {
      notCarried("foreign key " + key.name(), table, "the values of a column of it are made anew");
      return Optional.empty();
    }
    return Optional.of(
        new ForeignKey(
            freeName(table, key.name()),
            table.targetColumns(key.columns()),
            referenced.targetName(),
            referenced.targetColumns(key.referencedColumns()),
            key.actions()));
  }

  private void notCarried(String what, ScopedTable table, String why) {
    remarks.add(new NotCarried(what, table.toString(), why).toString());
  }
}
