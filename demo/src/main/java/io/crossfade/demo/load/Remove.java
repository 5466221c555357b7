package io.crossfade.demo.load;

import io.crossfade.demo.record.Kind;
import java.sql.SQLException;
import java.util.List;

/// Takes a row away, and remembers it.
record Remove(AnyRows rows, AnyTable table, List<String> key) implements Action {

  @Override
  public Kind kind() {
    return Kind.ANY;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    tx.whenUndone(() -> rows.give(table, key));
    String row =
        tx.read(
                "DELETE FROM %s AS mine WHERE %s RETURNING mine::text"
                    .formatted(table.name(), table.isRow("mine")),
                key.toArray())
            .getFirst();
    tx.witness(1);
    tx.whenAcknowledged(() -> rows.give(new AnyRows.Removed(table, key, row)));
  }
}
