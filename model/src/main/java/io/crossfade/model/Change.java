package io.crossfade.model;

import java.io.Serializable;
import java.util.List;

/** One row change. Rows have one value for each column of the table, in the table's order. */
public sealed interface Change extends Serializable {

  record Insert(TableName table, Row row) implements Change {}

  /**
   * @param oldKey the key before the change; equal to the row's key where the key did not change
   */
  record Update(TableName table, Key oldKey, Key key, Row row) implements Change {
    public boolean movesKey() {
      return !oldKey.equals(key);
    }
  }

  record Delete(TableName table, Key key) implements Change {}

  /**
   * A change of which no more is known than the keys: it was logged when the table had another
   * shape.
   *
   * @param keys of the row, before and after it
   */
  record Unreadable(TableName table, List<Key> keys) implements Change {
    public Unreadable {
      keys = List.copyOf(keys);
    }
  }

  record Truncate(List<TableName> tables) implements Change {
    public Truncate {
      tables = List.copyOf(tables);
    }
  }
}
