package io.crossfade.demo.load;

import io.crossfade.demo.record.Effect;
import io.crossfade.demo.record.Effect.Cell;
import io.crossfade.demo.record.Kind;
import java.sql.SQLException;

/// Changes a customer's name, from which the target derives another column.
record Rename(Memory memory, long customer) implements Action {

  @Override
  public Kind kind() {
    return Kind.RENAME;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    tx.whenUndone(() -> memory.giveName(customer));
    tx.changeOne(
        new Effect.Assigned(Cell.CUSTOMER_LAST_NAME, customer, tx.tag()),
        tx.dialect().rename(),
        tx.tag(),
        customer);
    tx.touched("customers", customer);
    tx.witness(1);
    tx.whenAcknowledged(() -> memory.giveName(customer));
  }
}
