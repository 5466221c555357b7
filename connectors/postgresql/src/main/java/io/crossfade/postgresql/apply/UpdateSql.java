package io.crossfade.postgresql.apply;

import io.crossfade.connector.Write;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.session.Sql;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Updates rows that must exist. The statement itself says which did not: afterwards it could not be
 * told any more, because a later write of the same batch may have made or removed them.
 */
final class UpdateSql {
  private static final String UPDATE =
      """
      WITH given AS MATERIALIZED (SELECT * FROM %1$s), done AS (
        UPDATE %2$s AS o SET %3$s FROM given AS g WHERE %4$s RETURNING g.n)
      SELECT %5$s FROM given AS g WHERE g.n NOT IN (SELECT n FROM done)\
      """;

  /** Where a log left every value out there is nothing to set, but the row has to be there. */
  private static final String CHECK =
      "SELECT %3$s FROM %1$s WHERE NOT EXISTS (SELECT FROM %2$s AS o WHERE %4$s)";

  private UpdateSql() {}

  static WriteStatement of(Write.Patch patch) {
    GivenColumns given = new GivenColumns();
    List<String> set = new ArrayList<>();
    List<String> newKey = newKey(given, patch.mapping(), patch.rows());
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < newKey.size(); i++) {
      String column = Sql.quote(patch.mapping().to().key().get(i));
      conditions.add("o." + column + " = " + newKey.get(i));
    }
    addValues(given, patch.mapping(), patch.absent(), patch.rows(), set);
    return statement(patch.mapping(), given, set, String.join(" AND ", conditions), newKey);
  }

  static WriteStatement of(Write.Move move) {
    TableMapping mapping = move.mapping();
    List<Row> rows = List.of(move.row());
    GivenColumns given = new GivenColumns();
    List<String> newKey = newKey(given, mapping, rows);
    List<String> set = new ArrayList<>();
    for (int i = 0; i < newKey.size(); i++) {
      set.add(Sql.quote(mapping.to().key().get(i)) + " = " + newKey.get(i));
    }
    String condition = given.addKeys(mapping, List.of(move.oldKey()));
    addValues(given, mapping, move.row().absentColumns(), rows, set);
    return statement(mapping, given, set, condition, newKey);
  }

  private static List<String> newKey(GivenColumns given, TableMapping mapping, List<Row> rows) {
    List<String> values = new ArrayList<>();
    for (String column : mapping.to().key()) {
      values.add(given.addMapped(mapping, mapping.written().indexOf(column), rows));
    }
    return values;
  }

  /** As it was given, for a type may print it otherwise. Its columns were added first. */
  private static List<String> givenKey(int columns) {
    return IntStream.range(0, columns).mapToObj(i -> "g.v" + i).toList();
  }

  private static void addValues(
      GivenColumns given, TableMapping mapping, BitSet absent, List<Row> rows, List<String> set) {
    for (int i = 0; i < mapping.columns().size(); i++) {
      ColumnMapping column = mapping.columns().get(i);
      boolean isKey = mapping.to().key().contains(column.to());
      if (!isKey && !absent.get(i) && !(column instanceof ColumnMapping.WhenMissing)) {
        set.add(Sql.quote(column.to()) + " = " + given.addMapped(mapping, i, rows));
      }
    }
  }

  private static WriteStatement statement(
      TableMapping mapping,
      GivenColumns given,
      List<String> set,
      String condition,
      List<String> newKey) {
    String table = Sql.table(mapping.to().name());
    String key = String.join(", ", givenKey(newKey.size()));
    String sql =
        set.isEmpty()
            ? CHECK.formatted(given.unnest(""), table, key, condition)
            : UPDATE.formatted(given.unnest(", n"), table, String.join(", ", set), condition, key);
    int rows = given.arrays().get(0).length;
    return new WriteStatement(mapping.to().name(), sql, given.arrays(), rows, true);
  }
}
