package io.crossfade.engine.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A calendar at a moment at which it is closed.
///
/// @param now that moment
/// @param until when it opens; null for never
/// @param freeze the one that keeps it closed; null where no window is open
public record Closed(Instant now, @Nullable Instant until, ZoneId zone, @Nullable Freeze freeze) {
  private static final DateTimeFormatter MINUTE = pattern("EEE d MMM HH:mm");
  private static final DateTimeFormatter WITH_YEAR = pattern("EEE d MMM uuuu HH:mm");

  private static DateTimeFormatter pattern(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  @Override
  public String toString() {
    if (until == null) {
      return "closed and never opens (%s)"
          .formatted(freeze == null ? "it has no window that could" : "freeze " + freeze);
    }
    return "closed until %s (%s)".formatted(moment(until.atZone(zone)), why());
  }

  private String why() {
    if (freeze == null) {
      return "outside of its windows";
    }
    return freeze.why().isEmpty() ? "freeze " + freeze : "freeze: " + freeze.why();
  }

  /// With the offset only where the clock shows that time twice.
  private String moment(ZonedDateTime at) {
    boolean thisYear = at.getYear() == now.atZone(zone).getYear();
    boolean twice = zone.getRules().getValidOffsets(at.toLocalDateTime()).size() > 1;
    return (thisYear ? MINUTE : WITH_YEAR).format(at)
        + (twice ? at.getOffset().toString() : "")
        + " "
        + zone;
  }
}
