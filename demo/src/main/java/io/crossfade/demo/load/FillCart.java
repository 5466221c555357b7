package io.crossfade.demo.load;

import io.crossfade.demo.record.Effect;
import io.crossfade.demo.record.Kind;
import java.sql.SQLException;

/// Puts something into a cart, which may be cancelled later.
record FillCart(Memory memory, long customer) implements Action {

  @Override
  public Kind kind() {
    return Kind.FILL_CART;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    long cart =
        tx.insert(
            "carts",
            "INSERT INTO carts (reference, customer_id, product_id, quantity) VALUES (?, ?, ?, ?)",
            tx.tag(),
            customer,
            memory.anyProduct(),
            1 + memory.random().nextInt(5));
    tx.effect(new Effect.Filled(cart));
    tx.witness(1);
    tx.whenAcknowledged(() -> memory.giveCart(cart));
  }
}
