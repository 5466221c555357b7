package io.crossfade.transfer.follow;

import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;

/** Finds the key in a row of the table that is read. */
public final class ReadKey {
  private ReadKey() {}

  /** As a mapping calls the row: without what all keys of its slice begin with. */
  public static Key of(TableMapping mapping, Row row) {
    return of(mapping.from(), row).without(mapping.slice().values().size());
  }

  static Key of(Table table, Row row) {
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
