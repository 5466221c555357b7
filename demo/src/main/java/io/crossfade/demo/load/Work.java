package io.crossfade.demo.load;

import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;

/// One transaction of the shop, from before its beginning until after its end.
interface Work extends AutoCloseable {

  /// Begins the transaction, waiting at a hold.
  Begun begin() throws SQLException;

  /// @param side where the transaction runs
  /// @param held whether it had to wait at a hold
  record Begun(Side side, boolean held) {}

  /// Where to send statements, once it has begun.
  Connection connection();

  /// Says that a row is written here, for whom writes both sides.
  ///
  /// @param table by its name on the source
  /// @param key its values, in the key's order
  void touched(String table, Object... key);

  void commit() throws SQLException;

  void rollback() throws SQLException;

  @Override
  void close() throws SQLException;
}
