package io.crossfade.engine.mapping;

import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Types that a person wrote, as the target spells them. Copied columns keep the source's spelling.
final class TargetSpelling {
  private final UnaryOperator<String> target;
  private final Map<String, String> known = new HashMap<>();

  TargetSpelling(UnaryOperator<String> target) {
    this.target = target;
  }

  TableMapping forward(TableMapping mapping) {
    Set<String> written = new HashSet<>();
    for (ColumnMapping column : mapping.columns()) {
      if (!(column instanceof ColumnMapping.Copied)) {
        written.add(mapping.to().column(column.to()).type());
      }
    }
    return new TableMapping(
        mapping.from(),
        spelled(mapping.to(), written),
        mapping.columns().stream().map(c -> spelled(c, false)).toList(),
        mapping.equality(),
        mapping.slice());
  }

  /// After all that go forward, which know what a person wrote. The source's own types are not
  /// asked for: the target may not have them yet.
  TableMapping reverse(TableMapping mapping) {
    return new TableMapping(
        spelled(mapping.from(), Set.copyOf(known.keySet())),
        mapping.to(),
        mapping.columns().stream().map(c -> spelled(c, true)).toList(),
        mapping.equality(),
        mapping.slice());
  }

  private Table spelled(Table table, Set<String> types) {
    return table.with(
        table.columns().stream().map(c -> types.contains(c.type()) ? spelled(c) : c).toList());
  }

  private Column spelled(Column column) {
    return column.typed(spelled(column.type()), column.kind());
  }

  private ColumnMapping spelled(ColumnMapping column, boolean targetIsRead) {
    if (!(column instanceof ColumnMapping.Cast cast)) {
      return column;
    }
    return targetIsRead
        ? new ColumnMapping.Cast(cast.from(), spelled(cast.fromType()), cast.to(), cast.toType())
        : new ColumnMapping.Cast(cast.from(), cast.fromType(), cast.to(), spelled(cast.toType()));
  }

  /// All that were asked for.
  Map<String, String> known() {
    return known;
  }

  private String spelled(String type) {
    return known.computeIfAbsent(type, target);
  }
}
