package io.crossfade.mysql.session;

import java.sql.Connection;

/** An ordinary session, ours until it is closed; then it is reset and lent to the next one. */
public final class Session implements AutoCloseable {
  private final Sessions owner;
  private final Connection connection;
  private boolean returned;

  Session(Sessions owner, Connection connection) {
    this.owner = owner;
    this.connection = connection;
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
      owner.giveBack(connection);
    }
  }
}
