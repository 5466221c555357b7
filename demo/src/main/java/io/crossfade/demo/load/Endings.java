package io.crossfade.demo.load;

import io.crossfade.demo.record.Kind;
import io.crossfade.demo.record.Status;
import java.sql.SQLException;
import java.util.Set;

/// Tells from an exception how a transaction ended.
final class Endings {
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01");
  private static final String READ_ONLY = "25006";

  /// The server ended the session: by its administrator, by a crash, or because it is shutting
  /// down; the last is what MySQL says.
  private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "57P03", "70100");

  private Endings() {}

  /// Whether the connection is gone, or its server.
  static boolean isLost(SQLException e) {
    return state(e).startsWith("08") || SESSION_ENDED.contains(state(e));
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "08000" : e.getSQLState();
  }

  static Status of(SQLException e, Kind kind, boolean committing, boolean mayRetry) {
    if (committing && isLost(e)) {
      return Status.IN_DOUBT;
    }
    String state = state(e);
    if (TRY_AGAIN.contains(state) && mayRetry) {
      return Status.RETRIED;
    }
    return kind == Kind.BYPASS && state.equals(READ_ONLY) ? Status.REFUSED : Status.FAILED;
  }
}
