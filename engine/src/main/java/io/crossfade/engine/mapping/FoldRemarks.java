package io.crossfade.engine.mapping;

import io.crossfade.model.Column;
import io.crossfade.model.Index;
import io.crossfade.model.values.Kind.Trait;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Unique values that are equal on one side, and not on the other.
final class FoldRemarks {
  private FoldRemarks() {}

  static void add(ScopedTable table, List<String> remarks) {
    Set<String> unique = new HashSet<>(table.source().key());
    table.source().indexes().stream()
        .filter(Index::unique)
        .forEach(index -> unique.addAll(index.columns()));
    for (Column column : table.kept()) {
      boolean here = column.kind().has(Trait.FOLDED);
      boolean there = table.targetKind(column).has(Trait.FOLDED);
      if (here != there && unique.contains(column.name())) {
        remarks.add(
            "column %s of %s is unique, and %s: %s"
                .formatted(
                    column.name(),
                    table,
                    here
                        ? "only the source takes texts for equal that differ in case or accents"
                        : "only the target takes texts for equal that differ in case or accents",
                    here
                        ? "the target takes rows that the source would refuse on the way back"
                        : "rows of the source may clash there; a cast to a text that is compared exactly avoids it"));
      }
    }
  }
}
