package io.crossfade.client.dual;

import io.crossfade.model.CrossfadeException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a failure of a store means for those that come after it. */
enum Failures {
  /** The side does not answer: the next item would fare no better. */
  AWAY,
  /** Bad luck of this attempt, such as a deadlock or a lock that did not come. */
  PASSES,
  /** This item is refused, and will be until somebody mends something. */
  REFUSED;

  /** Connection, resources, shutdown, the machine's own errors. */
  private static final Set<String> CLASSES_AWAY = Set.of("08", "53", "57", "58", "XX");

  /** Serialization, locks, and a side that is closed for writes at the moment. */
  private static final Set<String> CLASSES_PASSING = Set.of("25", "40", "55");

  static Failures of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Failures kind = ofOne(cause);
      if (kind != REFUSED) {
        return kind;
      }
    }
    return REFUSED;
  }

  private static Failures ofOne(Throwable cause) {
    if (cause instanceof IOException || cause instanceof TimeoutException) {
      return AWAY;
    }
    if (cause instanceof CrossfadeException own) {
      return own.mayPass() ? AWAY : REFUSED;
    }
    if (cause instanceof SQLException sql) {
      String state = sqlClass(sql);
      if (CLASSES_AWAY.contains(state) || sql instanceof SQLRecoverableException) {
        return AWAY;
      }
      return CLASSES_PASSING.contains(state) || sql instanceof SQLTransientException
          ? PASSES
          : REFUSED;
    }
    return REFUSED;
  }

  private static String sqlClass(SQLException e) {
    @Nullable String state = e.getSQLState();
    return state == null || state.length() < 2 ? "" : state.substring(0, 2);
  }

  /** What it was, without its message, which may hold values of rows. */
  static String text(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return name + " " + sql.getSQLState();
      }
      if (cause instanceof CrossfadeException own) {
        return name + " " + own.code();
      }
    }
    return name;
  }
}
