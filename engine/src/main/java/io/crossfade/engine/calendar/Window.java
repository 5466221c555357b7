package io.crossfade.engine.calendar;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A stretch of a day, open while the wall clock shows a time in it: where the clock is put forward
/// over it, it does not open; where the clock shows a time in it twice, it is open twice.
///
/// @param days on which it begins; past midnight belongs to the day before
/// @param to first time at which it is closed again; if not after `from`, that of the next day
public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
  public static final Set<DayOfWeek> EVERY_DAY = Set.of(DayOfWeek.values());

  public Window {
    days = Set.copyOf(days);
  }

  /// @param local what the wall clock shows
  boolean includes(LocalDateTime local) {
    LocalTime time = local.toLocalTime();
    DayOfWeek day = local.getDayOfWeek();
    boolean fromOn = !time.isBefore(from);
    boolean before = time.isBefore(to);
    return isPastMidnight()
        ? (fromOn && days.contains(day)) || (before && days.contains(day.minus(1)))
        : fromOn && before && days.contains(day);
  }

  private boolean isPastMidnight() {
    return !to.isAfter(from);
  }

  @Override
  public String toString() {
    String which =
        days.equals(EVERY_DAY)
            ? "every day"
            : EnumSet.copyOf(days).stream().map(Window::spelled).collect(Collectors.joining(", "));
    return "%s %s to %s".formatted(which, from, to.equals(LocalTime.MIDNIGHT) ? "24:00" : to);
  }

  /// As a manifest has it.
  public static String spelled(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }
}
