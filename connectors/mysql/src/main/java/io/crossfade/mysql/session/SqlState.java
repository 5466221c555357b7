package io.crossfade.mysql.session;

import java.sql.SQLException;

/** The few conditions that are answered with something else than an error. */
public final class SqlState {
  private static final int NO_SUCH_TABLE = 1146;
  private static final int UNKNOWN_DATABASE = 1049;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int DEADLOCK = 1213;
  private static final int NO_SUCH_SESSION = 1094;
  private static final int TABLE_DEF_CHANGED = 1412;
  private static final int QUERY_TIMEOUT = 3024;
  private static final int STATEMENT_TIMEOUT = 1969;

  private SqlState() {}

  /** The workspace is not there, or not yet. */
  public static boolean isMissingSchema(SQLException e) {
    return e.getErrorCode() == NO_SUCH_TABLE || e.getErrorCode() == UNKNOWN_DATABASE;
  }

  /** Since the transaction's snapshot was taken. */
  public static boolean isTableChanged(SQLException e) {
    return e.getErrorCode() == TABLE_DEF_CHANGED;
  }

  /** It has ended meanwhile. */
  static boolean isNoSuchSession(SQLException e) {
    return e.getErrorCode() == NO_SUCH_SESSION;
  }

  public static boolean isLockTimeout(SQLException e) {
    return e.getErrorCode() == LOCK_WAIT_TIMEOUT;
  }

  /** A lock or a statement took longer than we allowed it. */
  public static boolean isTimeout(SQLException e) {
    return isLockTimeout(e)
        || e.getErrorCode() == QUERY_TIMEOUT
        || e.getErrorCode() == STATEMENT_TIMEOUT;
  }

  /** Nothing is wrong with the transaction, it only clashed with another one. */
  public static boolean isClash(SQLException e) {
    return e.getErrorCode() == DEADLOCK;
  }

  /** No server answers, or none that can. */
  static boolean isAway(SQLException e) {
    return e.getSQLState() == null || e.getSQLState().startsWith("08");
  }

  /** Waiting is all it takes, perhaps until somebody has mended the server. */
  public static boolean mayPass(SQLException e) {
    return isAway(e) || isLockTimeout(e) || isClash(e);
  }
}
