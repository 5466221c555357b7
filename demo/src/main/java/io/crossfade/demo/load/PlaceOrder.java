package io.crossfade.demo.load;

import io.crossfade.demo.record.Effect;
import io.crossfade.demo.record.Effect.Counter;
import io.crossfade.demo.record.Kind;
import io.crossfade.demo.shop.Address;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Buys a few products: an order, its lines, points for the customer. A slow one thinks for a while
/// in the middle.
record PlaceOrder(Memory memory, long customer, boolean slow) implements Action {
  private static final double SLEEP_SECONDS = 0.12;

  @Override
  public Kind kind() {
    return slow ? Kind.SLOW_ORDER : Kind.ORDER;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    SortedMap<Integer, Integer> quantities = choose();
    List<Line> lines = new ArrayList<>();
    BigDecimal total = BigDecimal.ZERO;
    for (Map.Entry<Integer, Integer> chosen : quantities.entrySet()) {
      Line line = priced(tx, chosen.getKey(), chosen.getValue());
      lines.add(line);
      total = total.add(line.price().multiply(BigDecimal.valueOf(line.quantity())));
    }
    long order = insertOrder(tx, total);
    if (slow) {
      tx.read(tx.dialect().vendor().sleep(), SLEEP_SECONDS);
    }
    for (int i = 0; i < lines.size(); i++) {
      insertLine(tx, order, i + 1, lines.get(i));
    }
    tx.effect(new Effect.Ordered(lines.size(), total));
    tx.witness(1);
    addPoints(tx, total.longValue());
    PlacedOrder placed = new PlacedOrder(order, tx.tag(), customer, total, "open", quantities);
    tx.whenAcknowledged(() -> {
      memory.giveUnpaid(placed);
      memory.lastOrder(placed);
    });
  }

  private record Line(int product, int quantity, BigDecimal price) {}

  private SortedMap<Integer, Integer> choose() {
    SortedMap<Integer, Integer> quantities = new TreeMap<>();
    int lines = 1 + memory.random().nextInt(4);
    while (quantities.size() < lines) {
      quantities.put(memory.anyProduct(), 1 + memory.random().nextInt(3));
    }
    return quantities;
  }

  private static Line priced(Tx tx, int product, int quantity) throws SQLException {
    String price = tx.read("SELECT price FROM products WHERE id = ?", product).getFirst();
    return new Line(product, quantity, new BigDecimal(price));
  }

  private long insertOrder(Tx tx, BigDecimal total) throws SQLException {
    boolean wrapped = memory.random().nextInt(4) == 0;
    return tx.insert(
        "orders",
        "INSERT INTO orders (reference, customer_id, address_id, total, note)"
            + " VALUES (?, ?, ?, ?, ?)",
        tx.tag(),
        customer,
        Address.of(customer),
        total,
        wrapped ? "please \\ \"wrap\"\tit\n" + tx.tag() : null);
  }

  private static void insertLine(Tx tx, long order, int number, Line line) throws SQLException {
    tx.change(
        "INSERT INTO order_lines (order_id, line_no, product_id, quantity, price) VALUES (?, ?, ?, ?, ?)",
        order,
        number,
        line.product(),
        line.quantity(),
        line.price());
    tx.touched("order_lines", order, number);
  }

  private void addPoints(Tx tx, long points) throws SQLException {
    tx.changeOne(
        new Effect.Counted(Counter.CUSTOMER_POINTS, customer, points),
        tx.dialect().addPoints(),
        points,
        customer);
    tx.touched("customers", customer);
  }
}
