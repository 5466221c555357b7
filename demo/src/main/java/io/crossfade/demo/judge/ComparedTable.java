package io.crossfade.demo.judge;

import static io.crossfade.demo.judge.Value.BYTES;
import static io.crossfade.demo.judge.Value.DOUBLE;
import static io.crossfade.demo.judge.Value.FLAG;
import static io.crossfade.demo.judge.Value.JSON;
import static io.crossfade.demo.judge.Value.MOMENT;
import static io.crossfade.demo.judge.Value.NUMBER;
import static io.crossfade.demo.judge.Value.TEXT;

import io.crossfade.demo.judge.Value.Column;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How one table of the shop is read on a source and a target of different vendors: written by
/// hand, column by column.
///
/// @param keys how many of the first columns are the key
/// @param order how the target puts keys in the source's order
record ComparedTable(String source, String target, int keys, String order, List<Column> columns) {

  static final List<ComparedTable> ALL =
      List.of(
          new ComparedTable(
              "customers",
              "shop.clients",
              1,
              "1",
              List.of(
                  NUMBER.of("id"),
                  TEXT.of("first_name"),
                  TEXT.of("last_name"),
                  TEXT.of("concat(first_name, ' ', last_name)", "full_name"),
                  TEXT.of("email"),
                  TEXT.of("country"),
                  TEXT.of("born"),
                  FLAG.of("newsletter"),
                  NUMBER.of("points", "loyalty_points"),
                  DOUBLE.of("rating"),
                  MOMENT.of("created_at"))),
          same(
              "addresses",
              TEXT.of("id"),
              NUMBER.of("customer_id"),
              TEXT.of("street"),
              TEXT.of("city"),
              TEXT.of("country")),
          same(
              "products",
              NUMBER.of("id"),
              TEXT.of("sku"),
              TEXT.of("name"),
              NUMBER.of("price"),
              DOUBLE.of("weight"),
              JSON.of("attributes"),
              BYTES.of("thumbnail"),
              TEXT.of("released"),
              FLAG.of("active")),
          same(
              "stock",
              NUMBER.of("product_id"),
              NUMBER.of("on_hand"),
              NUMBER.of("sold"),
              MOMENT.of("counted_at")),
          same(
              "orders",
              NUMBER.of("id"),
              TEXT.of("reference"),
              NUMBER.of("customer_id"),
              TEXT.of("address_id"),
              TEXT.of("status"),
              NUMBER.of("total"),
              TEXT.of("note"),
              MOMENT.of("placed_at")),
          new ComparedTable(
              "order_lines",
              "order_lines",
              2,
              "1, 2",
              List.of(
                  NUMBER.of("order_id"),
                  NUMBER.of("line_no"),
                  NUMBER.of("product_id"),
                  NUMBER.of("quantity"),
                  NUMBER.of("price"))),
          same(
              "payments",
              NUMBER.of("id"),
              TEXT.of("reference"),
              NUMBER.of("order_id"),
              NUMBER.of("amount"),
              TEXT.of("method"),
              MOMENT.of("paid_at")),
          same(
              "events",
              NUMBER.of("id"),
              TEXT.of("kind"),
              TEXT.of("content"),
              JSON.of("payload"),
              MOMENT.of("happened_at")),
          same(
              "reviews",
              NUMBER.of("id"),
              NUMBER.of("product_id"),
              NUMBER.of("customer_id"),
              NUMBER.of("stars"),
              TEXT.of("body"),
              NUMBER.of("helpful"),
              MOMENT.of("written_at")),
          new ComparedTable(
              "codes",
              "codes",
              1,
              "code COLLATE \"C\"",
              List.of(
                  TEXT.of("code"),
                  NUMBER.of("product_id"),
                  NUMBER.of("percent"),
                  TEXT.of("valid_until"))),
          same(
              "carts",
              NUMBER.of("id"),
              TEXT.of("reference"),
              NUMBER.of("customer_id"),
              NUMBER.of("product_id"),
              NUMBER.of("quantity"),
              MOMENT.of("filled_at")));

  private static ComparedTable same(String table, Column... columns) {
    return new ComparedTable(table, table, 1, "1", Arrays.asList(columns));
  }

  String name() {
    return source.equals(target) ? source : source + " -> " + target;
  }

  String sourceQuery() {
    return query(Column::source, source, keys == 1 ? "1" : "1, 2");
  }

  String targetQuery() {
    return query(Column::target, target, order);
  }

  private String query(Function<Column, String> of, String table, String by) {
    String list = columns.stream().map(of).collect(Collectors.joining(", "));
    return "SELECT %s FROM %s ORDER BY %s".formatted(list, table, by);
  }
}
