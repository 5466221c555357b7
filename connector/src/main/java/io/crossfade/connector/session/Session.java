package io.crossfade.connector.session;

import java.sql.Connection;
import java.util.function.Consumer;

/** An ordinary session, ours until it is closed; then it is reset and lent to the next one. */
public final class Session implements AutoCloseable {
  private final Connection connection;
  private final Consumer<Connection> giveBack;
  private boolean returned;

  public Session(Connection connection, Consumer<Connection> giveBack) {
    this.connection = connection;
    this.giveBack = giveBack;
  }

  /** In autocommit mode when the session begins. Never close it: close the session. */
  public Connection connection() {
    return connection;
  }

  /** Rolls back what was not committed. */
  @Override
  public void close() {
    if (!returned) {
      returned = true;
      giveBack.accept(connection);
    }
  }
}
