package io.crossfade.demo.load;

import io.crossfade.demo.record.Kind;
import java.sql.SQLException;

/// Puts a row back as it was, on whichever side the writes are by now.
record PutBack(AnyRows rows, AnyRows.Removed removed) implements Action {

  @Override
  public Kind kind() {
    return Kind.ANY;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    tx.whenUndone(() -> rows.give(removed));
    String columns = AnyTable.list(removed.table().all());
    String name = removed.table().name();
    tx.change(
        "INSERT INTO %s (%s) SELECT %s FROM (SELECT (CAST(? AS %s)).*) AS row"
            .formatted(name, columns, columns, name),
        removed.row());
    tx.witness(1);
    tx.whenAcknowledged(() -> rows.give(removed.table(), removed.key()));
  }
}
