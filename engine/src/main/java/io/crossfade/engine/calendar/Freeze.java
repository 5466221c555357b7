package io.crossfade.engine.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A time in which nothing may begin, in one piece: from the first moment at which the wall clock
/// has come to `from`, to the last one at which it comes to `until`.
///
/// @param until no longer frozen; null for a freeze without end
/// @param why for people; may be empty
public record Freeze(LocalDateTime from, @Nullable LocalDateTime until, String why) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.ENGLISH);

  boolean includes(Instant at, ZoneId zone) {
    Instant ends = ends(zone);
    return !at.isBefore(begins(zone)) && (ends == null || at.isBefore(ends));
  }

  private Instant begins(ZoneId zone) {
    ZoneOffsetTransition change = zone.getRules().getTransition(from);
    if (change == null) {
      return from.atZone(zone).toInstant();
    }
    return change.isGap() ? change.getInstant() : from.toInstant(change.getOffsetBefore());
  }

  @Nullable Instant ends(ZoneId zone) {
    if (until == null) {
      return null;
    }
    ZoneOffsetTransition change = zone.getRules().getTransition(until);
    if (change == null) {
      return until.atZone(zone).toInstant();
    }
    return change.isGap() ? change.getInstant() : until.toInstant(change.getOffsetAfter());
  }

  @Override
  public String toString() {
    return "from %s %s%s"
        .formatted(
            DAY.format(from),
            until == null ? "on, without end" : "to " + DAY.format(until),
            why.isEmpty() ? "" : " (" + why + ")");
  }
}
