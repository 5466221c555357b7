package io.crossfade.demo.load;

import java.math.BigDecimal;
import java.util.SortedMap;

/// An acknowledged order, as its client remembers it.
///
/// @param quantities how many of which product
record PlacedOrder(
    long id,
    String reference,
    long customer,
    BigDecimal total,
    String status,
    SortedMap<Integer, Integer> quantities) {

  PlacedOrder paid() {
    return new PlacedOrder(id, reference, customer, total, "paid", quantities);
  }
}
