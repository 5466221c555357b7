package io.crossfade.dashboard;

import io.crossfade.engine.Status;
import io.crossfade.model.Side;
import java.util.List;
import java.util.Locale;

/// One migration in the list of all.
///
/// @param written the side that is
public record Item(String name, Now now, List<Mark> marks, String written) {
  public Item {
    marks = List.copyOf(marks);
  }

  static Item of(Status status) {
    Side written = status.traffic().authoritative();
    return new Item(
        status.where().migration(),
        Now.of(status),
        Mark.of(status),
        written.name().toLowerCase(Locale.ROOT));
  }
}
