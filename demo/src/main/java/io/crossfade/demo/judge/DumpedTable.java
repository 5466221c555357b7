package io.crossfade.demo.judge;

import java.util.List;

/// How both sides dump one table so that equal rows are equal text: written by hand for the shop,
/// column by column.
///
/// @param keys how many of the first columns are the key
record DumpedTable(String name, int keys, String source, String target) {

  static final List<DumpedTable> ALL =
      List.of(
          new DumpedTable(
              "customers -> shop.clients",
              1,
              """
              SELECT id, first_name, last_name, first_name || ' ' || last_name, email, country, born, newsletter, points,
                rating, created_at AT TIME ZONE 'UTC' FROM customers ORDER BY id\
              """,
              """
              SELECT id, first_name, last_name, full_name, email, country, born, newsletter, loyalty_points,
                rating, created_at FROM shop.clients ORDER BY id\
              """),
          same("addresses", 1, "id, customer_id, street, city, country"),
          same(
              "products",
              1,
              "id, sku, name, price, weight, attributes, thumbnail, released, active"),
          same("stock", 1, "product_id, on_hand, sold, counted_at"),
          same(
              "orders",
              1,
              "id, reference, customer_id, address_id, status, total, note, placed_at"),
          same("order_lines", 2, "order_id, line_no, product_id, quantity, price"),
          same("payments", 1, "id, reference, order_id, amount, method, paid_at"),
          same("events", 1, "id, kind, content, payload, happened_at"),
          same("reviews", 1, "id, product_id, customer_id, stars, body, helpful, written_at"),
          new DumpedTable("codes", 1, codes(), codes()),
          same("carts", 1, "id, reference, customer_id, product_id, quantity, filled_at"));

  /// A table that the mapping leaves as it is, but for types that print alike.
  private static DumpedTable same(String table, int keys, String columns) {
    String order = keys == 1 ? "1" : "1, 2";
    String sql = "SELECT " + columns + " FROM " + table + " ORDER BY " + order;
    return new DumpedTable(table, keys, sql, sql);
  }

  private static String codes() {
    return "SELECT code, product_id, percent, valid_until FROM codes ORDER BY code COLLATE \"C\"";
  }
}
