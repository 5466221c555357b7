package io.crossfade.mysql.session;

import java.sql.SQLException;
import java.util.Set;

/** The few conditions that are answered with something else than an error. */
public final class SqlState {
  private static final int NO_SUCH_TABLE = 1146;
  private static final int UNKNOWN_DATABASE = 1049;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int DEADLOCK = 1213;
  private static final int NO_SUCH_SESSION = 1094;
  private static final int TABLE_DEF_CHANGED = 1412;
  private static final int DUPLICATE = 1062;
  private static final int QUERY_TIMEOUT = 3024;
  private static final int STATEMENT_TIMEOUT = 1969;

  /** A statement or its session was ended by somebody; the server goes down. */
  private static final Set<Integer> ENDED = Set.of(1053, 1927, 3169);

  /** Too many connections of all or of this user; no memory, no room on disk, none for locks. */
  private static final Set<Integer> LACKS =
      Set.of(1021, 1026, 1030, 1037, 1038, 1040, 1041, 1114, 1135, 1203, 1206, 1226, 1637);

  /** A primary that is being replaced takes no writes; so does one whose disk is full. */
  private static final int OPTION_PREVENTS = 1290;

  private static final int READ_ONLY = 1836;

  private static final Set<Integer> NOT_THERE = Set.of(1091, 3821, 3940);

  private static final Set<Integer> REFUSALS =
      Set.of(1044, 1045, 1142, 1143, 1227, 1370, 1401, 1410, 3879);

  private SqlState() {}

  /** The workspace is not there, or not yet. */
  public static boolean isMissingSchema(SQLException e) {
    return e.getErrorCode() == NO_SUCH_TABLE || e.getErrorCode() == UNKNOWN_DATABASE;
  }

  /** What is to be dropped: a key or a constraint of that name, or its table. */
  public static boolean isNotThere(SQLException e) {
    return NOT_THERE.contains(e.getErrorCode()) || isMissingSchema(e);
  }

  /** We may not do it. */
  public static boolean isRefusal(SQLException e) {
    return REFUSALS.contains(e.getErrorCode());
  }

  /** Since the transaction's snapshot was taken. */
  public static boolean isTableChanged(SQLException e) {
    return e.getErrorCode() == TABLE_DEF_CHANGED;
  }

  /** A row is in the way, by a unique index. */
  public static boolean isDuplicate(SQLException e) {
    return e.getErrorCode() == DUPLICATE;
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
    return e.getSQLState() == null
        || e.getSQLState().startsWith("08")
        || ENDED.contains(e.getErrorCode());
  }

  /**
   * Waiting is all it takes, perhaps until somebody has mended the server: it is away, or lacks
   * room, memory or connections, or another transaction was in the way.
   */
  public static boolean mayPass(SQLException e) {
    return isAway(e)
        || LACKS.contains(e.getErrorCode())
        || isReadOnly(e)
        || isLockTimeout(e)
        || isClash(e);
  }

  /** Of the server's options that keep a statement from running, only this one is for a while. */
  private static boolean isReadOnly(SQLException e) {
    return e.getErrorCode() == READ_ONLY
        || e.getErrorCode() == OPTION_PREVENTS
            && String.valueOf(e.getMessage()).contains("read-only");
  }

  public static boolean isInClass(SQLException e, String firstCharacters) {
    return e.getSQLState() != null && e.getSQLState().startsWith(firstCharacters);
  }

  public static boolean is(SQLException e, int code) {
    return e.getErrorCode() == code;
  }
}
