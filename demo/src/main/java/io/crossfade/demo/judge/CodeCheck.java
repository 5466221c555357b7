package io.crossfade.demo.judge;

import io.crossfade.demo.record.Effect.Recoded;
import io.crossfade.demo.shop.Code;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Every code is there under its last key, and under no other.
record CodeCheck() implements Check {

  @Override
  public void run(Evidence evidence, Findings findings) throws SQLException {
    Map<String, String> expected = new HashMap<>();
    for (int number = 1; number <= evidence.size().codes(); number++) {
      expected.put(Code.initial(number), "code " + number);
    }
    Map<String, String> leftBy = new HashMap<>();
    evidence.each(
        Recoded.class,
        (tag, recoded) -> {
          expected.remove(recoded.from());
          leftBy.put(recoded.from(), tag);
          expected.put(recoded.to(), tag);
        });

    Map<String, String> found = evidence.pairs("SELECT code, product_id FROM codes");
    expected.forEach((code, writer) -> {
      if (!found.containsKey(code)) {
        findings.lost(writer, "key " + code + " is missing");
      }
    });
    found.keySet().removeAll(expected.keySet());
    found
        .keySet()
        .forEach(code ->
            findings.repeated(leftBy.getOrDefault(code, "codes"), "key " + code + " is there"));
  }
}
