package io.crossfade.demo.chaos;

import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The transactions that failed, by what their users were told.
enum Failed {
  /// It could not be reached, or ended the session: nothing can be asked of a database that is
  /// dead.
  A_DATABASE_WAS_AWAY,
  /// Nobody ended the hold in time: the engine was dead, or a database that the switch needs.
  HELD_TOO_LONG,
  /// It began before a switch and wrote after it.
  REFUSED_BY_THE_FENCE,
  /// Tried again, in vain to the last try.
  IN_CONFLICT,
  /// None of these. Nobody was told to expect that.
  FOR_NO_GOOD_REASON;

  static Failed of(Attempt attempt) {
    String reason = attempt.outcome().reason();
    String state = reason.substring(0, Math.max(0, reason.indexOf(' ')));
    if (reason.contains("holds new transactions")) {
      return HELD_TOO_LONG;
    }
    if (state.equals("25006")) {
      return REFUSED_BY_THE_FENCE;
    }
    if (state.equals("40001") || state.equals("40P01")) {
      return IN_CONFLICT;
    }
    boolean away = state.startsWith("08") || state.startsWith("57P") || state.equals("70100");
    return away || reason.contains("Connection is not available")
        ? A_DATABASE_WAS_AWAY
        : FOR_NO_GOOD_REASON;
  }

  static Map<String, Long> count(List<Attempt> attempts) {
    Map<String, Long> counts = new TreeMap<>();
    attempts.stream()
        .filter(attempt -> attempt.status() == Status.FAILED)
        .forEach(attempt -> counts.merge(of(attempt).toString(), 1L, Long::sum));
    return counts;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
