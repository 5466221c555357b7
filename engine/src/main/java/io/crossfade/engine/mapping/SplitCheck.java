package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.Nearest;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.engine.manifest.TableRule;
import io.crossfade.engine.manifest.TableRule.Part;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether a table can become several.
final class SplitCheck {
  private SplitCheck() {}

  static void check(Table table, TableRule rule, Problems problems) {
    Map<String, TableName> taken = new HashMap<>();
    for (Part part : rule.parts()) {
      for (String column : part.columns()) {
        TableName first = taken.putIfAbsent(column, part.to());
        if (!table.has(column)) {
          add(
              problems,
              part,
              table.name() + " has no column " + column,
              Nearest.suggestion(column, table.columnNames()));
        } else if (table.key().contains(column)) {
          add(
              problems,
              part,
              "column %s is in the primary key of %s, and goes into all tables anyway"
                  .formatted(column, table.name()),
              "take it out of split");
        } else if (first != null) {
          add(
              problems,
              part,
              "column %s of %s goes into %s and into %s"
                  .formatted(column, table.name(), first, part.to()),
              "keep one of them; a second one can be added to the first table with an expression");
        }
      }
    }
  }

  /// The chunks of what else becomes of a table are kept under the name of the written one, those
  /// of all others under that of the table that is read.
  static void checkNames(List<ScopedTable> scope, Problems problems) {
    for (ScopedTable table : scope) {
      boolean taken =
          !table.split().leads()
              && scope.stream().anyMatch(other -> other.source().name().equals(table.targetName()));
      if (taken) {
        problems.add(
            ErrorCode.MAPPING_INVALID,
            table.rule().at(),
            "%s is split into %s, and the source has a table of that name that is moved too"
                .formatted(table, table.targetName()),
            "give that part of it another name");
      }
    }
  }

  static void checkWayBack(ScopedTable table, Problems problems) {
    if (!table.split().leads()) {
      problems.add(
          ErrorCode.MAPPING_NOT_REVERSIBLE,
          table.rule().at(),
          "%s becomes several tables, and rows of several tables cannot be put together again as they change: %s may have a row before the first table has one, and what a delete in it means nobody can tell"
              .formatted(table, table.targetName()),
          "keep it one table");
    }
  }

  private static void add(Problems problems, Part part, String what, String mend) {
    problems.add(ErrorCode.MAPPING_INVALID, part.at(), what, mend);
  }
}
