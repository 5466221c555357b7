package io.crossfade.dashboard;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What everybody who looks at a migration sees in the same second.
///
/// @param number counts the beats of a migration
/// @param title of the page, so that it tells in a row of tabs too
/// @param events the newest, the newest first
/// @param trouble why this is not known at the moment, and the rest is older; null where it is not
record Beat(
    long number,
    String title,
    Map<String, String> panels,
    Sample sample,
    List<EventRow> events,
    @Nullable String trouble) {
  Beat {
    events = List.copyOf(events);
  }

  /// The number of the newest event; 0 where there is none.
  long newest() {
    return events.isEmpty() ? 0 : events.getFirst().number();
  }

  Beat unknown(long at, String why) {
    return new Beat(at, title, panels, sample, events, why);
  }
}
