package io.crossfade.adapters;

import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// A real program before two databases, as the contract needs it.
public interface Bench extends AutoCloseable {
  TwoDatabases databases();

  /// Another one that leads the same program.
  Program program();

  Path file();

  /// Kills the program and starts it by its file.
  void restart() throws Exception;

  /// Through the program, as applications do.
  Connection connect() throws SQLException;

  /// The same for those who only read.
  Connection connectReadOnly() throws SQLException;

  /// How many wait in the program now.
  int waiting() throws Exception;

  /// Before a hold, where that lets somebody in while there is room.
  default void occupy() throws Exception {}

  /// Whether a hold waits for transactions, or can only wait for nothing.
  boolean drainsTransactions();

  /// Whether a switch may cost somebody this error.
  boolean mayFail(String sqlState);

  @Override
  void close();

  /// Where a session ends up that begins now.
  default Side side() throws SQLException {
    try (Connection connection = connect()) {
      return TwoDatabases.side(connection);
    }
  }
}
