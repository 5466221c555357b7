package io.crossfade.transfer.follow;

import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;

/** Finds the key in a row of the table that is read. */
public final class ReadKey {
  private ReadKey() {}

  public static Key of(Table table, Row row) {
    String[] values = new String[table.key().size()];
    for (int i = 0; i < values.length; i++) {
      String value = row.value(table.indexOf(table.key().get(i)));
      if (value == null) {
        throw new IllegalStateException("NULL in the primary key of " + table.name());
      }
      values[i] = value;
    }
    return Key.of(values);
  }
}
