package io.crossfade.mysql.session;

import io.crossfade.model.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Locks by name: a session has them until it gives them back or ends, whatever becomes of its
 * transactions. They hold processes apart while DDL commits by itself, and they tell which session
 * does what: nobody needs rights to ask who holds one.
 */
public final class NamedLock {
  private NamedLock() {}

  /** A name of the length that the server allows. */
  public static String name(String what) {
    return "crossfade/" + Sha256.hex(what).substring(0, 40);
  }

  /** False where another session has it for longer than {@code seconds}. */
  public static boolean take(Connection connection, String name, int seconds) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT GET_LOCK(?, ?)")) {
      query.setString(1, name);
      query.setInt(2, seconds);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getInt(1) == 1;
      }
    }
  }

  public static void release(Connection connection, String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT RELEASE_LOCK(?)")) {
      query.setString(1, name);
      query.executeQuery().close();
    }
  }

  /** The connection that has it. */
  public static OptionalLong holder(Connection connection, String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT IS_USED_LOCK(?)")) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getObject(1) != null
            ? OptionalLong.of(row.getLong(1))
            : OptionalLong.empty();
      }
    }
  }

  /** Ends the session that has it, and waits until it is gone with all that it had locked. */
  public static void endHolder(Connection connection, String name, int seconds)
      throws SQLException {
    OptionalLong holder = holder(connection, name);
    if (holder.isPresent()) {
      kill(connection, holder.getAsLong());
      if (take(connection, name, seconds)) {
        release(connection, name);
      }
    }
  }

  private static void kill(Connection connection, long session) throws SQLException {
    try {
      Transaction.execute(connection, "KILL CONNECTION " + session);
    } catch (SQLException e) {
      if (!SqlState.isNoSuchSession(e)) {
        throw e;
      }
    }
  }
}
