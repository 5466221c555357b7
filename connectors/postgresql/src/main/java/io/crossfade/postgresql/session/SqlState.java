package io.crossfade.postgresql.session;

import java.sql.SQLException;

/** The few conditions that are answered with something else than an error. */
public final class SqlState {
  private SqlState() {}

  /** The workspace is not there, or not yet. */
  public static boolean isMissingSchema(SQLException e) {
    return is(e, "42P01") || is(e, "3F000");
  }

  /** A lock or a statement took longer than we allowed it. */
  public static boolean isTimeout(SQLException e) {
    return isLockTimeout(e) || is(e, "57014");
  }

  public static boolean isLockTimeout(SQLException e) {
    return is(e, "55P03");
  }

  /**
   * Nothing is wrong with the transaction, it only clashed with another one: it may be run again.
   */
  public static boolean isClash(SQLException e) {
    return is(e, "40P01") || is(e, "40001");
  }

  /** No server answers, or none that can. */
  static boolean isAway(SQLException e) {
    return e.getSQLState() == null || isInClass(e, "08") || isInClass(e, "57P");
  }

  /**
   * Waiting is all it takes, perhaps until somebody has mended the server: it is away, or lacks
   * room, memory or connections, or another transaction was in the way.
   */
  public static boolean mayPass(SQLException e) {
    return isAway(e) || isInClass(e, "53") || isInClass(e, "58") || isLockTimeout(e) || isClash(e);
  }

  public static boolean isInClass(SQLException e, String firstCharacters) {
    return e.getSQLState() != null && e.getSQLState().startsWith(firstCharacters);
  }

  public static boolean is(SQLException e, String state) {
    return state.equals(e.getSQLState());
  }
}
