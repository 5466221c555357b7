package io.crossfade.demo.judge;

import io.crossfade.demo.record.Effect.Deleted;
import io.crossfade.demo.record.Effect.Filled;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Carts that were filled are there, carts that were cancelled are gone, all others are untouched.
record CartCheck() implements Check {

  @Override
  public void run(Evidence evidence, Findings findings) throws SQLException {
    Map<String, String> expected = new HashMap<>();
    for (int cart = 1; cart <= evidence.size().carts(); cart++) {
      expected.put(Integer.toString(cart), "null");
    }
    evidence.each(Filled.class, (tag, filled) -> expected.put(Long.toString(filled.cart()), tag));
    Map<String, String> deletedBy = new HashMap<>();
    evidence.each(
        Deleted.class, (tag, deleted) -> deletedBy.put(Long.toString(deleted.cart()), tag));
    expected.keySet().removeAll(deletedBy.keySet());

    Map<String, String> found = evidence.pairs("SELECT id, reference FROM carts");
    expected.forEach((cart, tag) ->
        findings.compareValue(
            "cart " + cart, tag, found.getOrDefault(cart, "missing"), "its reference"));
    found.keySet().removeAll(expected.keySet());
    found.forEach((cart, tag) -> {
      String deleter = deletedBy.get(cart);
      if (deleter != null) {
        findings.lost(deleter, "cart " + cart + " is still there");
      } else {
        findings.repeated(
            "cart " + cart, "was filled by " + tag + ", which was never acknowledged");
      }
    });
  }
}
