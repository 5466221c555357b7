package io.crossfade.demo.record;

import java.math.BigDecimal;

/// One thing that a transaction changed, so that it can be found in the database, or its absence
/// noticed.
public sealed interface Effect {

  /// So many events bear the transaction's tag. Every writing transaction appends at least one: the
  /// witness that it happened.
  record Appended(int count) implements Effect {}

  /// One row of `table` has the transaction's tag as its reference.
  record Inserted(Referenced table) implements Effect {}

  /// The order whose reference is the transaction's tag has so many lines, which add up to its
  /// total.
  record Ordered(int lines, BigDecimal total) implements Effect {}

  /// `amount` was added to a counter.
  record Counted(Counter counter, long key, long amount) implements Effect {}

  /// The cart is there and bears the transaction's tag, unless a later transaction deleted it.
  record Filled(long cart) implements Effect {}

  /// The cart is gone.
  record Deleted(long cart) implements Effect {}

  /// A code got another key.
  record Recoded(String from, String to) implements Effect {}

  /// A value was set, by its owner alone: the last one stays.
  record Assigned(Cell cell, long key, String value) implements Effect {}

  /// Tables whose rows say which transaction made them.
  enum Referenced {
    PAYMENTS,
    CUSTOMERS,
    ADDRESSES
  }

  /// Counters; each begins at 0.
  enum Counter {
    STOCK_SOLD,
    CUSTOMER_POINTS,
    REVIEW_HELPFUL
  }

  /// Values that transactions overwrite.
  enum Cell {
    ORDER_STATUS,
    CUSTOMER_LAST_NAME,
    /// The MD5 of a text that is kept out of line.
    REVIEW_BODY
  }
}
