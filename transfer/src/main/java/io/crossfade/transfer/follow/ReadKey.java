package io.crossfade.transfer.follow;

import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import java.util.ArrayList;
import java.util.List;

/** Finds the key in a row of the table that is read. */
final class ReadKey {
  private ReadKey() {}

  static Key of(Table table, Row row) {
    List<String> values = new ArrayList<>(table.key().size());
    for (String column : table.key()) {
      String value = row.value(table.indexOf(column));
      if (value == null) {
        throw new IllegalStateException("NULL in the primary key of " + table.name());
      }
      values.add(value);
    }
    return new Key(values);
  }
}
