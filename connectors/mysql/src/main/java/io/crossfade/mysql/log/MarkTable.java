package io.crossfade.mysql.log;

import io.crossfade.model.Change;
import io.crossfade.model.Column;
import io.crossfade.model.Mark;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.OwnTransaction;
import java.util.List;

/** The table whose rows our own transactions begin with. */
final class MarkTable {
  static final TableName NAME = new TableName("crossfade", OwnTransaction.TABLE);

  static final Table TABLE =
      new Table(
          NAME,
          List.of(
              column("connection", "bigint unsigned"),
              column("migration", "varchar(64) collate utf8mb4_bin"),
              column("direction", "varchar(16) collate utf8mb4_bin"),
              column("n", "bigint")),
          List.of("connection", "migration", "direction"),
          List.of(),
          List.of(),
          0);

  private MarkTable() {}

  private static Column column(String name, String type) {
    return new Column(name, type, false, null, false, false);
  }

  static List<String> of(Mark mark) {
    return List.of(mark.migration(), mark.direction().name());
  }

  /** Migration and direction, as {@link #of} has them; both are in the key. */
  static List<String> mark(Change change) {
    if (change instanceof Change.Insert insert) {
      return List.of(String.valueOf(insert.row().value(1)), String.valueOf(insert.row().value(2)));
    }
    return change instanceof Change.Update update
        ? update.oldKey().values().subList(1, 3)
        : List.of();
  }
}
