package io.crossfade.dashboard;

import io.crossfade.engine.Status;
import io.crossfade.model.Side;
import java.util.List;

/// One migration in the list of all.
///
/// @param written the side that is
public record ListedMigration(String name, Now now, List<LineStep> line, String written) {
  public ListedMigration {
    line = List.copyOf(line);
  }

  static ListedMigration of(Status status) {
    Side written = status.traffic().authoritative();
    return new ListedMigration(
        status.where().migration(), Now.of(status), LineStep.of(status), written.spelled());
  }
}
