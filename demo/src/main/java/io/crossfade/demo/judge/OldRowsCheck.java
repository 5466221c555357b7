package io.crossfade.demo.judge;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What was there before the workload began, and nobody deletes, is still there.
record OldRowsCheck() implements Check {

  @Override
  public void run(Evidence evidence, Findings findings) throws SQLException {
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put("customers", evidence.names().customers() + " WHERE email LIKE '%@shop.example'");
    queries.put("addresses", "addresses WHERE street NOT LIKE 'at %'");
    queries.put("products", "products");
    queries.put("stock", "stock");
    queries.put("orders", "orders WHERE reference IS NULL");
    queries.put("order_lines", "order_lines WHERE order_id <= " + evidence.size().orders());
    queries.put("payments", "payments WHERE reference IS NULL");
    queries.put("events", "events WHERE kind <> 'load'");
    queries.put("reviews", "reviews");
    Map<String, Integer> rows = evidence.size().rows();
    for (Map.Entry<String, String> query : queries.entrySet()) {
      String table = query.getKey();
      long found = evidence.number("SELECT count(*) FROM " + query.getValue());
      findings.compareCount(table, rows.getOrDefault(table, 0), found, "rows from before");
    }
  }
}
