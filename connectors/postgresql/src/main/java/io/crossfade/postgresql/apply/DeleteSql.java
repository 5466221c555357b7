package io.crossfade.postgresql.apply;

import io.crossfade.connector.Write;
import io.crossfade.postgresql.key.KeyColumns;
import io.crossfade.postgresql.session.Sql;
import java.util.List;

/** Deletes by keys, or by a range of them. */
final class DeleteSql {
  private DeleteSql() {}

  static WriteStatement of(Write.Delete delete) {
    GivenColumns given = new GivenColumns();
    String condition = given.addKeys(delete.mapping(), delete.keys());
    String sql =
        "DELETE FROM %s AS o USING %s WHERE %s"
            .formatted(Sql.table(delete.mapping().to().name()), given.unnest(""), condition);
    return new WriteStatement(
        delete.mapping().to().name(), sql, given.arrays(), delete.keys().size(), false);
  }

  static WriteStatement of(Write.DeleteRange delete, KeyColumns key) {
    String sql =
        "DELETE FROM %s WHERE %s"
            .formatted(Sql.table(delete.mapping().to().name()), key.isIn(delete.range()));
    return new WriteStatement(delete.mapping().to().name(), sql, List.of(), 0, false);
  }
}
