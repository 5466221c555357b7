package io.crossfade.dashboard;

import io.crossfade.engine.Recorded;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// An event as a row of a list.
///
/// @param at for machines, with its zone
/// @param time for people
public record EventRow(long number, String at, String time, Tone tone, String text) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  static EventRow of(Recorded recorded) {
    EventText said = EventText.of(recorded.event());
    return new EventRow(
        recorded.seq(),
        recorded.at().toString(),
        TIME.format(recorded.at()),
        said.tone(),
        said.text());
  }
}
