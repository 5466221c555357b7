package io.crossfade.demo.load;

import io.crossfade.demo.vendor.PostgreSql;
import io.crossfade.demo.vendor.Vendor;
import io.crossfade.model.Side;

/// What the shop's application says differently to the two sides: because the mapping renames a
/// table and a column and derives another, and because their servers may be of different vendors.
/// Parameters stand in the same order on both sides.
record Dialect(Vendor vendor, String register, String rename, String addPoints, String greet) {

  private static final Dialect SOURCE =
      new Dialect(
          new PostgreSql(),
          "INSERT INTO customers (first_name, last_name, email, country) VALUES (?, ?, ?, ?)",
          "UPDATE customers SET last_name = ? WHERE id = ?",
          "UPDATE customers SET points = points + ? WHERE id = ?",
          "SELECT concat(first_name, ' ', last_name), points FROM customers WHERE id = ?");

  /// Always PostgreSQL.
  private static final Dialect TARGET =
      new Dialect(
          new PostgreSql(),
          """
          INSERT INTO shop.clients (first_name, last_name, full_name, email, country)
          SELECT first, last, first || ' ' || last, email, country
          FROM (VALUES (?::text, ?::text, ?::text, ?::text)) given (first, last, email, country)\
          """,
          """
          UPDATE shop.clients SET last_name = given.last, full_name = first_name || ' ' || given.last
          FROM (VALUES (?::text)) given (last) WHERE id = ?\
          """,
          "UPDATE shop.clients SET loyalty_points = loyalty_points + ? WHERE id = ?",
          "SELECT full_name, loyalty_points FROM shop.clients WHERE id = ?");

  static Dialect of(Side side) {
    return side == Side.SOURCE ? SOURCE : TARGET;
  }

  /// @param url of that side's database
  static Dialect of(Side side, String url) {
    Dialect dialect = of(side);
    return new Dialect(
        Vendor.of(url), dialect.register(), dialect.rename(), dialect.addPoints(), dialect.greet());
  }
}
