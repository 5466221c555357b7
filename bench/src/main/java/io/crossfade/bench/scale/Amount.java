package io.crossfade.bench.scale;

/// How much is moved.
///
/// @param rows of all tables together
/// @param rate of transactions a second, each of one changed row, once everything is copied
record Amount(long rows, int tables, int rate) {
  /// What is made larger, and nothing else with it.
  enum Axis {
    ROWS,
    TABLES,
    RATE;

    Amount of(Amount base, int times) {
      return switch (this) {
        case ROWS -> new Amount(base.rows * times, base.tables, base.rate);
        case TABLES -> new Amount(base.rows, base.tables * times, base.rate);
        case RATE -> new Amount(base.rows, base.tables, base.rate * times);
      };
    }

    double of(Amount amount) {
      return switch (this) {
        case ROWS -> amount.rows;
        case TABLES -> amount.tables;
        case RATE -> amount.rate;
      };
    }
  }

  String table(int number) {
    return "scale_" + number;
  }

  long rowsOfTable() {
    return rows / tables;
  }
}
