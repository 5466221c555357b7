package io.crossfade.server.alerts;

import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import java.util.ArrayList;
import java.util.List;

/// Something that a person should mend or decide, for as long as it lasts.
///
/// @param name as alerts are named
/// @param text without names of tables, values of rows and words of servers
record Condition(String name, Severity severity, String migration, String text) {

  enum Severity {
    CRITICAL,
    WARNING,
    INFO
  }

  /// Those in which a migration is.
  static List<Condition> of(Status status) {
    List<Condition> all = new ArrayList<>();
    String migration = status.where().migration();
    Phase phase = status.where().phase();
    if (phase.isEnd()) {
      return all;
    }
    String error = status.outlook().lastError();
    if (error != null) {
      all.add(
          new Condition(
              "CrossfadeError",
              Severity.CRITICAL,
              migration,
              "%s stands in the way. Its status says what to do.".formatted(code(error))));
    }
    if (status.compare().drift() > 0) {
      all.add(
          new Condition(
              "CrossfadeDrift",
              Severity.CRITICAL,
              migration,
              "%d rows differ. Verify again, or repair.".formatted(status.compare().drift())));
    }
    if (phase == Phase.CUT_OVER
        && status.where().running()
        && !status.traffic().rollback().ready()) {
      all.add(
          new Condition(
              "CrossfadeNoWayBack",
              Severity.WARNING,
              migration,
              "The way back is closed. Its status says why."));
    }
    if (status.outlook().waitsFor() != null) {
      all.add(
          new Condition(
              "CrossfadeWaitsForPerson",
              Severity.INFO,
              migration,
              "It waits for a person to say %s.".formatted(status.outlook().waitsFor())));
    }
    return all;
  }

  private static String code(String error) {
    int end = error.indexOf(':');
    return end < 0 ? "An error" : error.substring(0, end);
  }
}
