package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.Place;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.model.Column;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.values.Conversion;
import io.crossfade.model.values.Kind;

/// Whether each column's values can become those of the other engine's column, and again its own.
final class ConversionCheck {
  private final ScopedTable table;
  private final boolean wayBack;
  private final Problems problems;

  private ConversionCheck(ScopedTable table, boolean wayBack, Problems problems) {
    this.table = table;
    this.wayBack = wayBack;
    this.problems = problems;
  }

  static void check(ScopedTable table, boolean wayBack, Problems problems) {
    ConversionCheck check = new ConversionCheck(table, wayBack, problems);
    for (Column column : table.source().columns()) {
      if (!column.generated()) {
        check.column(column);
      }
    }
  }

  private void column(Column column) {
    boolean dropped = !table.keeps(column.name()) && table.ruleOf(column.name()).isPresent();
    if (dropped || table.made(column.name()).isPresent()) {
      return;
    }
    Place at = table.placeOf(column.name());
    String what = "column %s of %s (%s)".formatted(column.name(), table, column.type());
    if (!table.keeps(column.name())) {
      problems.add(
          ErrorCode.MAPPING_INVALID,
          at,
          what + " is of a type that the target has nothing for",
          "drop it, or say with cast what it is there");
      return;
    }
    Kind there = table.targetKind(column);
    String type = table.targetType(column);
    if (Conversion.between(column.kind(), there).isEmpty()) {
      problems.add(
          ErrorCode.MAPPING_INVALID,
          at,
          "%s cannot become %s: one is %s, the other %s"
              .formatted(what, type, column.kind(), there),
          "cast it to another type, a text for instance, or drop it");
    } else if (wayBack && Conversion.between(there, column.kind()).isEmpty()) {
      problems.add(
          ErrorCode.MAPPING_NOT_REVERSIBLE,
          at,
          "%s becomes %s, which cannot become %s again".formatted(what, type, column.type()),
          "cast it to another type, or drop it");
    } else if (table.source().key().contains(column.name())
        && !(Conversion.keepsKeys(column.kind(), there)
            && Conversion.keepsKeys(there, column.kind()))) {
      problems.add(
          ErrorCode.MAPPING_INVALID,
          at,
          what + " is in the primary key, and its values change on the way to " + type,
          "take a type of the same kind for it: a key is found by its letters on both sides");
    }
  }
}
