package io.crossfade.demo.load;

import io.crossfade.demo.record.Effect;
import io.crossfade.demo.record.Effect.Cell;
import io.crossfade.demo.record.Effect.Counter;
import io.crossfade.demo.record.Effect.Referenced;
import io.crossfade.demo.record.Kind;
import java.sql.SQLException;
import java.util.Map;

/// Pays an order: a payment, the order's status, and the counters of what was sold, some of which
/// everybody wants at once.
record Pay(Memory memory, PlacedOrder order) implements Action {

  @Override
  public Kind kind() {
    return Kind.PAY;
  }

  @Override
  public long customer() {
    return order.customer();
  }

  @Override
  public void run(Tx tx) throws SQLException {
    memory.forget(order);
    tx.whenUndone(() -> memory.giveUnpaid(order));
    tx.insert(
        "payments",
        "INSERT INTO payments (reference, order_id, amount, method) VALUES (?, ?, ?, 'card')",
        tx.tag(),
        order.id(),
        order.total());
    tx.effect(new Effect.Inserted(Referenced.PAYMENTS));
    tx.changeOne(
        new Effect.Assigned(Cell.ORDER_STATUS, order.id(), "paid"),
        "UPDATE orders SET status = 'paid' WHERE id = ? AND status = 'open'",
        order.id());
    tx.touched("orders", order.id());
    tx.witness(1);
    // In the order of their keys, or payments would wait for one another in a circle.
    for (Map.Entry<Integer, Integer> line : order.quantities().entrySet()) {
      tx.changeOne(
          new Effect.Counted(Counter.STOCK_SOLD, line.getKey(), line.getValue()),
          "UPDATE stock SET sold = sold + ?, counted_at = now() WHERE product_id = ?",
          line.getValue(),
          line.getKey());
      tx.touched("stock", line.getKey());
    }
    tx.whenAcknowledged(() -> memory.lastOrder(order.paid()));
  }
}
