package io.crossfade.demo.judge;

import io.crossfade.demo.record.Effect.Counted;
import io.crossfade.demo.record.Effect.Counter;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Each counter is the sum of what was added to it.
record CounterCheck(Counter counter) implements Check {

  @Override
  public void run(Evidence evidence, Findings findings) throws SQLException {
    Map<String, Long> expected = new HashMap<>();
    evidence.each(
        Counted.class,
        (tag, effect) -> {
          if (effect.counter() == counter) {
            expected.merge(Long.toString(effect.key()), effect.amount(), Long::sum);
          }
        });
    expected.values().removeIf(sum -> sum == 0);
    Map<String, Long> found = new HashMap<>();
    evidence.pairs(sql(evidence.names())).forEach((key, sum) -> found.put(key, Long.valueOf(sum)));
    findings.compareCounts(expected, found, counter + " counts");
  }

  private String sql(Names names) {
    return switch (counter) {
      case STOCK_SOLD -> "SELECT product_id, sold FROM stock WHERE sold <> 0";
      case CUSTOMER_POINTS ->
          "SELECT id, %s FROM %s WHERE %s <> 0"
              .formatted(names.points(), names.customers(), names.points());
      case REVIEW_HELPFUL -> "SELECT id, helpful FROM reviews WHERE helpful <> 0";
    };
  }
}
