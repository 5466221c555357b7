package io.crossfade.demo.judge;

import io.crossfade.demo.record.Effect.Inserted;
import io.crossfade.demo.record.Effect.Referenced;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Rows that bear the tag of the transaction that made them: each once.
record ReferenceCheck(Referenced table) implements Check {

  @Override
  public void run(Evidence evidence, Findings findings) throws SQLException {
    Map<String, Long> expected = new HashMap<>();
    evidence.each(
        Inserted.class,
        (tag, effect) -> {
          if (effect.table() == table) {
            expected.put(tag, 1L);
          }
        });
    findings.compareCounts(expected, counts(evidence), "rows in " + table);
  }

  private Map<String, Long> counts(Evidence evidence) throws SQLException {
    String sql =
        switch (table) {
          case PAYMENTS ->
              "SELECT reference, count(*) FROM payments WHERE reference IS NOT NULL GROUP BY 1";
          case CUSTOMERS ->
              "SELECT substr(email, 1, position('@' IN email) - 1), count(*) FROM "
                  + evidence.names().customers()
                  + " WHERE email LIKE '%@load.example' GROUP BY 1";
          case ADDRESSES ->
              "SELECT substr(street, 4), count(*) FROM addresses WHERE street LIKE 'at %' GROUP BY 1";
        };
    Map<String, Long> counts = new HashMap<>();
    evidence.pairs(sql).forEach((tag, count) -> counts.put(tag, Long.valueOf(count)));
    return counts;
  }
}
