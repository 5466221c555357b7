package io.crossfade.demo.load;

import io.crossfade.demo.record.Effect;
import io.crossfade.demo.record.Kind;
import java.sql.SQLException;

/// Deletes a cart.
record CancelCart(Memory memory, long cart) implements Action {

  @Override
  public Kind kind() {
    return Kind.CANCEL_CART;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    tx.whenUndone(() -> memory.giveCart(cart));
    tx.changeOne(new Effect.Deleted(cart), "DELETE FROM carts WHERE id = ?", cart);
    tx.touched("carts", cart);
    tx.witness(1);
  }
}
