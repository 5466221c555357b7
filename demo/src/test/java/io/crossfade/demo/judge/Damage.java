package io.crossfade.demo.judge;

/// What can go wrong with an acknowledged effect.
enum Damage {
  LOST_LINE("DELETE FROM order_lines WHERE order_id = (SELECT max(id) FROM orders)", true),
  LOST_COUNT("UPDATE stock SET sold = sold - 1 WHERE product_id = 2", true),
  DOUBLE_COUNT("UPDATE stock SET sold = sold + 1 WHERE product_id = 2", false),
  DOUBLE_POINTS(
      "UPDATE shop.clients SET loyalty_points = loyalty_points + 1 WHERE id = 7777", false),
  LOST_HELPFUL(
      """
      UPDATE reviews SET helpful = helpful - 1
      WHERE id = (SELECT max(id) FROM reviews WHERE helpful > 0)\
      """,
      true),
  OLD_BODY("UPDATE reviews SET body = 'as it was' WHERE body LIKE 'client%'", true),
  OLD_NAME("UPDATE shop.clients SET last_name = 'Before' WHERE last_name LIKE 'client%'", true),
  UNPAID("UPDATE orders SET status = 'open' WHERE reference IS NOT NULL AND status = 'paid'", true),
  RESURRECTED_CART(
      """
      INSERT INTO carts (id, customer_id, product_id, quantity)
      SELECT min(n), 1, 1, 1 FROM generate_series(1, 3000) n WHERE n NOT IN (SELECT id FROM carts)\
      """,
      true),
  LOST_CART("DELETE FROM carts WHERE id = (SELECT max(id) FROM carts)", true),
  LOST_OLD_CART("DELETE FROM carts WHERE id = (SELECT min(id) FROM carts)", true),
  UNKNOWN_CART("INSERT INTO carts (customer_id, product_id, quantity) VALUES (1, 1, 1)", false),
  OLD_KEY("INSERT INTO codes VALUES ('an older key', 1, 1, NULL)", false),
  LOST_KEY("DELETE FROM codes WHERE code = (SELECT max(code) FROM codes)", true),
  LOST_EVENT(
      "DELETE FROM events WHERE id = (SELECT max(id) FROM events WHERE kind = 'load')", true),
  UNACKNOWLEDGED_EVENT("INSERT INTO events (kind, content) VALUES ('load', 'client0-0')", false),
  LOST_ADDRESSES("DELETE FROM addresses WHERE street LIKE 'at %'", true),
  LOST_CLIENTS(
      "UPDATE shop.clients SET email = 'lost' || id WHERE email LIKE '%@load.example'", true),
  UNACKNOWLEDGED_ORDER(
      "INSERT INTO orders (reference, customer_id, total) VALUES ('client0-0', 1, 1)", false),
  LOST_OLD_ROW("DELETE FROM events WHERE id = 1000", true);

  final String sql;
  final boolean lost;

  Damage(String sql, boolean lost) {
    this.sql = sql;
    this.lost = lost;
  }
}
