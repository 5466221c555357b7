package io.crossfade.engine.mapping;

import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Constraint;
import io.crossfade.model.Definition;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import java.util.List;

/// Tables without what an engine says in words of its own: it prints them otherwise than they were
/// written for it, from another engine's.
final class OwnWords {
  private static final Definition NONE = new Definition("", List.of());

  private OwnWords() {}

  static Table left(Table table) {
    return new Table(
        table.name(),
        table.columns().stream().map(OwnWords::left).toList(),
        table.key(),
        table.indexes().stream().map(OwnWords::left).toList(),
        table.constraints().stream().map(OwnWords::left).toList(),
        table.estimatedRows());
  }

  private static Column left(Column column) {
    return new Column(
        column.name(),
        column.type(),
        column.nullable(),
        column.defaultExpression() == null ? null : "",
        column.identity(),
        column.generated(),
        column.kind());
  }

  private static Index left(Index index) {
    return index.definition() == null
        ? index
        : new Index(index.name(), index.columns(), index.unique(), index.constraint(), NONE);
  }

  private static Constraint left(Constraint constraint) {
    return constraint instanceof Check check
        ? new Check(check.name(), NONE, check.validated())
        : constraint;
  }
}
