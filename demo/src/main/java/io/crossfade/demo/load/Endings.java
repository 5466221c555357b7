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
  /// down.
  private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "57P03");

  private Endings() {}

  static Status of(SQLException e, Kind kind, boolean committing, boolean mayRetry) {
    String state = e.getSQLState() == null ? "08000" : e.getSQLState();
    if (committing && (state.startsWith("08") || SESSION_ENDED.contains(state))) {
      return Status.IN_DOUBT;
    }
    if (TRY_AGAIN.contains(state) && mayRetry) {
      return Status.RETRIED;
    }
    return kind == Kind.BYPASS && state.equals(READ_ONLY) ? Status.REFUSED : Status.FAILED;
  }
}
