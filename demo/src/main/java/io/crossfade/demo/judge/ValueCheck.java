package io.crossfade.demo.judge;

import io.crossfade.demo.record.Effect.Assigned;
import io.crossfade.demo.record.Effect.Cell;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Every overwritten value is the one that was written last.
record ValueCheck(Cell cell) implements Check {

  @Override
  public void run(Evidence evidence, Findings findings) throws SQLException {
    Map<String, String> expected = new HashMap<>();
    Map<String, String> writers = new HashMap<>();
    evidence.each(
        Assigned.class,
        (tag, assigned) -> {
          if (assigned.cell() == cell) {
            expected.put(Long.toString(assigned.key()), assigned.value());
            writers.put(Long.toString(assigned.key()), tag);
          }
        });
    Map<String, String> found = evidence.pairs(sql(evidence.names(), expected));
    expected.forEach((key, value) ->
        findings.compareValue(
            writers.getOrDefault(key, "?"),
            value,
            found.getOrDefault(key, "missing"),
            cell + " of " + key));
  }

  private String sql(Names names, Map<String, String> expected) {
    String keys = expected.isEmpty() ? "0" : String.join(",", expected.keySet());
    return switch (cell) {
      case ORDER_STATUS -> "SELECT id, status FROM orders WHERE id IN (" + keys + ")";
      case CUSTOMER_LAST_NAME ->
          "SELECT id, last_name FROM " + names.customers() + " WHERE id IN (" + keys + ")";
      case REVIEW_BODY -> "SELECT id, md5(body) FROM reviews WHERE id IN (" + keys + ")";
    };
  }
}
