package io.crossfade.client;

import io.crossfade.model.Side;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A physical connection while it serves a logical one. Each is told from all others by its
 * identity.
 */
final class Attachment {
  private static final Logger LOG = System.getLogger(Attachment.class.getPackageName());

  private final Connection connection;
  private final Side side;

  private Attachment(Connection connection, Side side) {
    this.connection = connection;
    this.side = side;
  }

  static Attachment open(Backends backends, Side side, SessionSettings settings)
      throws SQLException {
    Attachment attachment = new Attachment(backends.open(side), side);
    boolean ready = false;
    try {
      settings.applyTo(attachment.connection);
      ready = true;
      return attachment;
    } finally {
      if (!ready) {
        attachment.giveBack();
      }
    }
  }

  Connection connection() {
    return connection;
  }

  Side side() {
    return side;
  }

  /** Whether nothing can be done with it any more, after an error. */
  boolean broken() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "a connection that cannot say whether it is closed counts as broken", e);
      return true;
    }
  }

  /** Rolls back what is still under way. Where that fails, closing the connection does the same. */
  void rollBack() {
    try {
      if (!connection.isClosed() && !connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "rollback of a connection that is given back", e);
    }
  }

  /**
   * Gives the connection back to its pool. A failure is the pool's concern: the transaction has
   * ended.
   */
  void giveBack() {
    rollBack();
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "giving a connection back", e);
    }
  }
}
