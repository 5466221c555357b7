package io.crossfade.demo.load;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/// An application that knows nothing of a migration: a plain driver, and a connection string.
record GatewayConnections(HikariDataSource pool) implements Connections {
  /// Whoever waits longer for the beginning of a transaction was held: nobody tells him.
  private static final Duration HELD = Duration.ofMillis(5);

  @Override
  public Work open(boolean readOnly, String customer) throws SQLException {
    Connection connection = pool.getConnection();
    connection.setReadOnly(readOnly);
    connection.setAutoCommit(false);
    return new PlainWork(connection, GatewayConnections::begin);
  }

  private static Work.Begun begin(Connection connection) throws SQLException {
    long since = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      // the driver sends BEGIN with the first statement
      statement.execute("SELECT 1");
    }
    boolean held = System.nanoTime() - since > HELD.toNanos();
    return new Work.Begun(side(connection), held);
  }

  /// For the record alone. The gateway tells a client when it speaks to another server.
  private static Side side(Connection connection) throws SQLException {
    String version = connection.unwrap(PGConnection.class).getParameterStatus("server_version");
    return version != null && version.startsWith("16") ? Side.SOURCE : Side.TARGET;
  }

  /// The schema is not changed on the way.
  @Override
  public Dialect dialect(Side side) {
    return Dialect.of(Side.SOURCE);
  }

  @Override
  public void close() {
    pool.close();
  }
}
