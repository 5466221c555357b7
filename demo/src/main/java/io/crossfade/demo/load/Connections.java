package io.crossfade.demo.load;

import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;

/// Where a client of the shop gets its connections from.
interface Connections extends AutoCloseable {

  /// A connection for one transaction.
  ///
  /// @param customer for whom it is: who has written something sees it in his next reads
  Connection open(boolean readOnly, String customer) throws SQLException;

  /// Begins the transaction, waiting at a hold.
  Begun begin(Connection connection) throws SQLException;

  /// @param side where the transaction runs
  /// @param held whether it had to wait at a hold
  record Begun(Side side, boolean held) {}

  @Override
  void close();
}
