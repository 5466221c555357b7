package io.crossfade.postgresql.items;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Cast;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a mapping of the manifest means for mirrors, which know nothing of it. */
final class MirroredShape {
  private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

  private MirroredShape() {}

  static List<Finding> find(TableMapping mapping) {
    List<Finding> found = new ArrayList<>();
    String table = mapping.from().name().toString();
    for (ColumnMapping column : mapping.columns()) {
      if (column instanceof Cast cast
          && mapping.from().key().contains(cast.from())
          && !printsAlike(mapping.from().column(cast.from()), mapping.to().column(cast.to()))) {
        found.add(
            Finding.stops(
                new Problem(
                    "its key column %s is cast, so the two sides may print one key otherwise, which would be two items"
                        .formatted(cast.from()),
                    table,
                    "leave the key's type as it is, or take strategy cdc")));
      }
    }
    if (!bringsRowsAsTheyAre(mapping)) {
      found.add(
          Finding.warns(
              "the mapping changes its columns, and mirrors of rows (RowStore) bring them as they are",
              table,
              "give the DualWriter an ItemStore of your own for it, which maps as the manifest does"));
    }
    return found;
  }

  private static boolean printsAlike(Column from, Column to) {
    return from.type().equals(to.type())
        || INTEGERS.contains(from.type()) && INTEGERS.contains(to.type())
        || isText(from.type()) && isText(to.type());
  }

  private static boolean isText(String type) {
    return type.equals("text") || type.startsWith("character varying");
  }

  private static boolean bringsRowsAsTheyAre(TableMapping mapping) {
    long written = mapping.from().columns().stream().filter(c -> !c.generated()).count();
    return mapping.columns().size() == written
        && mapping.columns().stream().allMatch(MirroredShape::keepsName);
  }

  private static boolean keepsName(ColumnMapping column) {
    return column instanceof Copied copied && copied.from().equals(copied.to())
        || column instanceof Cast cast && cast.from().equals(cast.to());
  }
}
