package io.crossfade.transfer.mapping;

import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;

/** Tables for tests, in a line each: the key is the first column, {@code !} is NOT NULL. */
final class Tables {
  private Tables() {}

  static Table table(String name, String... columns) {
    List<Column> parsed = new ArrayList<>();
    for (String column : columns) {
      int space = column.indexOf(' ');
      boolean nullable = !column.endsWith("!");
      String type = column.substring(space + 1, column.length() - (nullable ? 0 : 1));
      parsed.add(new Column(column.substring(0, space), type, nullable, null, false, false));
    }
    String[] parts = name.split("\\.");
    return new Table(
        new TableName(parts[0], parts[1]),
        parsed,
        List.of(parsed.get(0).name()),
        List.of(),
        List.of(),
        0);
  }
}
