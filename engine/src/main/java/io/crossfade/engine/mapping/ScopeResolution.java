package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.Nearest;
import io.crossfade.engine.manifest.Place;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.engine.manifest.Scope;
import io.crossfade.engine.manifest.TablePattern;
import io.crossfade.engine.manifest.TableRule;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which tables the manifest's patterns name.
final class ScopeResolution {
  private final Scope scope;
  private final List<Table> source;
  private final Dialects dialects;
  private final List<String> names;
  private final Problems problems;

  ScopeResolution(Scope scope, List<Table> source, Dialects dialects, Problems problems) {
    this.dialects = dialects;
    this.scope = scope;
    this.source = source;
    this.names = source.stream().map(t -> t.name().toString()).toList();
    this.problems = problems;
  }

  /// Ordered by name, so that the same manifest always makes the same plan.
  List<ScopedTable> tables() {
    scope.tables().forEach(this::checkMatches);
    scope.exclude().forEach(this::checkMatches);
    List<ScopedTable> tables =
        source.stream()
            .filter(t -> scope.exclude().stream().noneMatch(p -> p.matches(t.name())))
            .sorted(Comparator.comparing(Table::name))
            .flatMap(t -> patternFor(t.name()).stream().flatMap(p -> scoped(t, p.at())))
            .toList();
    scope.rules().forEach(rule -> checkIsMoved(rule, tables));
    if (tables.isEmpty() && problems.isEmpty()) {
      problems.add(
          ErrorCode.MAPPING_INVALID,
          scope.tables().getFirst().at(),
          "no table is left to move",
          "widen tables or narrow exclude");
    }
    return tables;
  }

  private Optional<TablePattern> patternFor(TableName name) {
    return scope.tables().stream().filter(p -> p.matches(name)).findFirst();
  }

  /// The one that leads comes first.
  private Stream<ScopedTable> scoped(Table table, Place at) {
    TableRule empty = new TableRule(table.name(), null, List.of(), List.of(), List.of(), at);
    TableRule rule =
        scope.rules().stream()
            .filter(r -> r.table().equals(table.name()))
            .findFirst()
            .orElse(empty);
    SplitCheck.check(table, rule, problems);
    var offer = dialects.proposals().apply(table);
    return Split.of(table, rule)
        .map(split -> new ScopedTable(table, offer, dialects, split.rule(rule), split));
  }

  private void checkMatches(TablePattern pattern) {
    if (source.stream().noneMatch(t -> pattern.matches(t.name()))) {
      problems.add(
          ErrorCode.MAPPING_INVALID,
          pattern.at(),
          "no table of the source matches " + pattern.text(),
          Nearest.suggestion(pattern.text(), names));
    }
  }

  private void checkIsMoved(TableRule rule, List<ScopedTable> moved) {
    if (moved.stream().anyMatch(t -> t.source().name().equals(rule.table()))) {
      return;
    }
    boolean exists = names.contains(rule.table().toString());
    problems.add(
        ErrorCode.MAPPING_INVALID,
        rule.at(),
        exists
            ? "table " + rule.table() + " has a mapping, but is not moved"
            : "the source has no table " + rule.table(),
        exists
            ? "add it to tables, take it out of exclude, or remove its mapping"
            : Nearest.suggestion(rule.table().toString(), names));
  }
}
