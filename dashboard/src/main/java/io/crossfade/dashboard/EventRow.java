package io.crossfade.dashboard;

import io.crossfade.engine.Recorded;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// An event as a row of a list.
///
/// @param at for machines, with its zone
/// @param time for people
public record EventRow(long number, String at, String time, Tone tone, String text) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  static String time(Instant when) {
    return TIME.format(when);
  }

  static EventRow of(Recorded recorded) {
    EventText said = EventText.of(recorded.event());
    return new EventRow(
        recorded.seq(), recorded.at().toString(), time(recorded.at()), said.tone(), said.text());
  }
}
