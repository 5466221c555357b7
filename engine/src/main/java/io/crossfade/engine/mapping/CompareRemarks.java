package io.crossfade.engine.mapping;

import io.crossfade.model.Column;
import java.util.List;

/// Which columns are not compared as they are printed, and which might have to be.
final class CompareRemarks {
  private CompareRemarks() {}

  static void add(ScopedTable table, List<String> remarks) {
    for (Column column : table.kept()) {
      String what = "column " + column.name() + " of " + table;
      switch (table.equality(column.name())) {
        case SQL -> remarks.add(what + " is compared by SQL's equality: 1.0 is 1.00");
        case NEVER -> remarks.add(what + " is computed by each database itself, and not compared");
        case EXACT -> {
          if (column.generated()) {
            remarks.add(
                what
                    + " is computed by each database itself: where their versions do not compute it alike, `compare: never` in the mapping leaves it out of the comparison");
          }
        }
      }
    }
  }
}
