package io.crossfade.demo.shop;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// How large the shop is: about 100 thousand, 1 million or 5 million rows.
public enum Size {
  SMALL(1_000),
  MEDIUM(10_000),
  LARGE(50_000);

  private final int unit;

  Size(int unit) {
    this.unit = unit;
  }

  public int customers() {
    return 10 * unit;
  }

  public int products() {
    return unit;
  }

  public int orders() {
    return 15 * unit;
  }

  public int reviews() {
    return unit;
  }

  public int codes() {
    return 5 * unit;
  }

  public int carts() {
    return 3 * unit;
  }

  /// The number of rows that each table begins with.
  public Map<String, Integer> rows() {
    Map<String, Integer> rows = new LinkedHashMap<>();
    rows.put("customers", customers());
    rows.put("addresses", customers());
    rows.put("products", products());
    rows.put("stock", products());
    rows.put("orders", orders());
    rows.put("order_lines", 2 * orders());
    rows.put("payments", 12 * unit);
    rows.put("events", 12 * unit);
    rows.put("reviews", reviews());
    rows.put("codes", codes());
    rows.put("carts", carts());
    return rows;
  }

  public long total() {
    return rows().values().stream().mapToLong(Integer::longValue).sum();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
