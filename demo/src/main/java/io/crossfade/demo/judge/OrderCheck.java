package io.crossfade.demo.judge;

import io.crossfade.demo.record.Effect.Ordered;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Each order is there once, with all its lines, and they add up to its total.
record OrderCheck() implements Check {
  private static final String ORDERS =
      """
      SELECT o.reference, concat(count(l.order_id), ' lines, ', coalesce(sum(l.quantity * l.price), 0), ' of ', o.total)
      FROM orders o LEFT JOIN order_lines l ON l.order_id = o.id
      WHERE o.reference IS NOT NULL GROUP BY o.id, o.reference, o.total\
      """;

  @Override
  public void run(Evidence evidence, Findings findings) throws SQLException {
    Map<String, String> expected = new HashMap<>();
    evidence.each(
        Ordered.class,
        (tag, order) ->
            expected.put(
                tag, "%d lines, %s of %s".formatted(order.lines(), order.total(), order.total())));
    Map<String, String> found = evidence.pairs(ORDERS);
    expected.forEach((tag, order) ->
        findings.compareValue(tag, order, found.getOrDefault(tag, "missing"), "the order"));
    Set<String> unexpected = new HashSet<>(found.keySet());
    unexpected.removeAll(expected.keySet());
    unexpected.forEach(tag -> findings.repeated(tag, "an order that was never acknowledged"));
    compareNumbers(evidence, findings, expected.size());
  }

  /// References are unique only while the index stands; the rows are counted as well.
  private static void compareNumbers(Evidence evidence, Findings findings, long expected)
      throws SQLException {
    long found = evidence.number("SELECT count(*) FROM orders WHERE reference IS NOT NULL");
    long distinct =
        evidence.number("SELECT count(DISTINCT reference) FROM orders WHERE reference IS NOT NULL");
    if (found != distinct) {
      findings.compareCount("orders", expected, found, "rows with a reference");
    }
  }
}
