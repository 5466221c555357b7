package io.crossfade.demo.load;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;

/// Straight to one database, whatever the route says: the client that everybody forgot.
record DirectConnections(HikariDataSource pool, Side side) implements Connections {

  @Override
  public Work open(boolean readOnly, String customer) throws SQLException {
    Connection connection = pool.getConnection();
    connection.setReadOnly(readOnly);
    connection.setAutoCommit(false);
    return new PlainWork(connection, _ -> new Work.Begun(side, false));
  }

  @Override
  public Dialect dialect(Side of) {
    return Dialect.of(of, pool.getJdbcUrl());
  }

  @Override
  public void close() {
    pool.close();
  }
}
