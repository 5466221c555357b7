package io.crossfade.postgresql.apply;

import io.crossfade.connector.Write;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.session.Sql;
import java.util.ArrayList;
import java.util.List;

/** Inserts rows, or sets what the mapping writes where the key exists. */
final class UpsertSql {
  private UpsertSql() {}

  static WriteStatement of(Write.Upsert upsert) {
    TableMapping mapping = upsert.mapping();
    GivenColumns given = new GivenColumns();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < mapping.columns().size(); i++) {
      values.add(given.addMapped(mapping, i, upsert.rows()));
    }
    List<String> set = set(mapping);
    String sql =
        "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s ON CONFLICT (%s) DO %s"
            .formatted(
                Sql.table(mapping.to().name()),
                Sql.columns(mapping.written()),
                String.join(", ", values),
                given.unnest(""),
                Sql.columns(mapping.to().key()),
                set.isEmpty() ? "NOTHING" : "UPDATE SET " + String.join(", ", set));
    return new WriteStatement(
        mapping.to().name(), sql, given.arrays(), upsert.rows().size(), false);
  }

  private static List<String> set(TableMapping mapping) {
    List<String> set = new ArrayList<>();
    for (ColumnMapping column : mapping.columns()) {
      boolean isKey = mapping.to().key().contains(column.to());
      if (!isKey && !(column instanceof ColumnMapping.WhenMissing)) {
        set.add(Sql.quote(column.to()) + " = EXCLUDED." + Sql.quote(column.to()));
      }
    }
    return set;
  }
}
