package io.crossfade.demo.load;

import io.crossfade.demo.record.Effect;
import io.crossfade.demo.record.Effect.Counter;
import io.crossfade.demo.record.Kind;
import java.sql.SQLException;

/// What the forgotten client writes: events, and a hot counter that the routed clients write too.
record BypassRouter(int product) implements Action {

  @Override
  public Kind kind() {
    return Kind.BYPASS;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    tx.witness(1);
    tx.changeOne(
        new Effect.Counted(Counter.STOCK_SOLD, product, 1),
        "UPDATE stock SET sold = sold + 1 WHERE product_id = ?",
        product);
  }
}
