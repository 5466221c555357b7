package io.crossfade.demo.load;

import io.crossfade.model.Side;
import java.sql.SQLException;

/// Where a client of the shop gets its transactions from.
interface Connections extends AutoCloseable {

  /// What one transaction needs.
  ///
  /// @param customer for whom it is: who has written something sees it in his next reads
  Work open(boolean readOnly, String customer) throws SQLException;

  /// What is understood on this side.
  default Dialect dialect(Side side) {
    return Dialect.of(side);
  }

  /// Whether a reader who has lost this side may try again, because another one answers him.
  default boolean mayReadElsewhere(Side side) {
    return false;
  }

  @Override
  void close();
}
