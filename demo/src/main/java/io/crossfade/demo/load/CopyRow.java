package io.crossfade.demo.load;

import io.crossfade.demo.record.Kind;
import java.sql.SQLException;
import java.util.List;

/// Adds a row with the values of another one; the database numbers it.
record CopyRow(AnyTable table, List<String> key) implements Action {

  @Override
  public Kind kind() {
    return Kind.ANY;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    String values = AnyTable.list(table.values());
    tx.change(
        "INSERT INTO %s (%s) SELECT %s FROM %s AS mine WHERE %s"
            .formatted(table.name(), values, values, table.name(), table.isRow("mine")),
        key.toArray());
    tx.witness(1);
  }
}
