package io.crossfade.demo.load;

import java.sql.Connection;
import java.sql.SQLException;

/// A transaction on a connection that knows by itself where to go. Nobody needs to hear what it
/// writes.
record PlainWork(Connection connection, Beginning beginning) implements Work {

  interface Beginning {
    Begun of(Connection connection) throws SQLException;
  }

  @Override
  public Begun begin() throws SQLException {
    return beginning.of(connection);
  }

  @Override
  public void touched(String table, Object... key) {
    // the log of the database tells
  }

  @Override
  public void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
