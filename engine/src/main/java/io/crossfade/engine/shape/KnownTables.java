package io.crossfade.engine.shape;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Shape;
import io.crossfade.engine.Progress;
import io.crossfade.engine.StepName;
import io.crossfade.model.Check;
import io.crossfade.model.Constraint;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Partitioning;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The tables that a migration has taken up. None before `prepare` has ended, and in a migration
/// that an older version has begun: then the source's catalog is all there is.
public final class KnownTables {
  private final Map<TableName, KnownTable> known;

  private KnownTables(Map<TableName, KnownTable> known) {
    this.known = known;
  }

  public static KnownTables of(Progress progress) {
    Map<TableName, KnownTable> known = new TreeMap<>();
    progress
        .facts()
        .getOrDefault(StepName.PREPARE, Map.of())
        .forEach((name, text) -> {
          if (KnownTable.isFact(name)) {
            KnownTable table = KnownTable.parse(text);
            known.put(table.name(), table);
          }
        });
    return new KnownTables(known);
  }

  /// Facts of the tables in scope, once they are fenced in. SOURCE_SCHEMA_CHANGED where one is no
  /// longer what was planned with.
  public static Map<String, String> taken(Catalog source, List<Table> planned) {
    Map<TableName, Shape> before = shapes(source);
    Map<TableName, Table> now =
        source.tables().stream().collect(Collectors.toMap(Table::name, Function.identity()));
    Map<TableName, Shape> after = shapes(source);
    Map<String, String> facts = new LinkedHashMap<>();
    for (Table table : planned) {
      Shape shape = before.get(table.name());
      Table still = now.get(table.name());
      if (shape == null
          || still == null
          || !shape.columns().equals(columnsOf(after.get(table.name())))
          || !table.columns().equals(still.columns())) {
        throw new CrossfadeException(
            ErrorCode.SOURCE_SCHEMA_CHANGED,
            "%s was changed on the source while `prepare` ran; `crossfade abort`, and begin anew"
                .formatted(table.name()),
            Map.of("table", table.name().toString()));
      }
      facts.put(KnownTable.fact(table.name()), KnownTable.of(table, shape).text());
    }
    return facts;
  }

  static Map<TableName, Shape> shapes(Catalog source) {
    return source.shapes().stream().collect(Collectors.toMap(Shape::table, Function.identity()));
  }

  private static @Nullable String columnsOf(@Nullable Shape shape) {
    return shape == null ? null : shape.columns();
  }

  KnownTables with(KnownTable table) {
    Map<TableName, KnownTable> more = new TreeMap<>(known);
    more.put(table.name(), table);
    return new KnownTables(more);
  }

  Optional<KnownTable> find(TableName table) {
    return Optional.ofNullable(known.get(table));
  }

  boolean isEmpty() {
    return known.isEmpty();
  }

  Collection<KnownTable> all() {
    return known.values();
  }

  public List<KnownTable> due() {
    return known.values().stream().filter(table -> table.due() != Due.NOTHING).toList();
  }

  /// The tables to move: as they are known, with what hangs on them now.
  List<Table> tables(List<Table> current, Function<String, Kind> kinds) {
    Map<TableName, Table> now =
        current.stream().collect(Collectors.toMap(Table::name, Function.identity()));
    List<Table> tables = new ArrayList<>();
    known
        .values()
        .forEach(table -> tables.add(table(table.withKinds(kinds), now.get(table.name()))));
    return tables;
  }

  private static Table table(KnownTable known, @Nullable Table now) {
    Table bare = new Table(known.name(), known.columns(), known.key(), List.of(), List.of(), 0);
    if (now == null) {
      return bare;
    }
    Set<String> columns = new HashSet<>(bare.columnNames());
    List<Index> indexes =
        now.indexes().stream().filter(index -> columns.containsAll(columnsOf(index))).toList();
    List<Constraint> constraints =
        now.constraints().stream()
            .filter(constraint -> columns.containsAll(columnsOf(constraint)))
            .toList();
    return new Table(
        bare.name(), bare.columns(), bare.key(), indexes, constraints, now.estimatedRows());
  }

  private static List<String> columnsOf(Index index) {
    return index.definition() == null ? index.columns() : index.definition().columns();
  }

  private static List<String> columnsOf(Constraint constraint) {
    return switch (constraint) {
      case Check check -> check.definition().columns();
      case ForeignKey key -> key.columns();
      case Partitioning partitions -> partitions.by().columns();
    };
  }
}
