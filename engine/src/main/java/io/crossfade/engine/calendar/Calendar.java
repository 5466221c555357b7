package io.crossfade.engine.calendar;

import io.crossfade.engine.StepName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// When some steps may begin: within a window and outside of every freeze, by the wall clock of one
/// zone. See docs/calendar.md.
///
/// @param windows none for any time
/// @param steps that are bound by it
public record Calendar(
    ZoneId zone, List<Window> windows, List<Freeze> freezes, Set<StepName> steps) {
  /// Binds nothing.
  public static final Calendar ALWAYS =
      new Calendar(ZoneOffset.UTC, List.of(), List.of(), Set.of());

  /// What a calendar binds that names no steps. Never a way back: who needs it needs it now.
  public static final Set<StepName> USUAL_STEPS = Set.of(StepName.CUTOVER, StepName.CLEANUP);

  /// Every window comes round in a week; the second one is for a zone that leaves out a whole day.
  private static final int LONGEST_GAP_DAYS = 15;

  public Calendar {
    windows = List.copyOf(windows);
    freezes = List.copyOf(freezes);
    steps = Set.copyOf(steps);
  }

  /// Whether, how long and why it is closed; empty while it is open.
  public Optional<Closed> closedAt(Instant now) {
    Freeze met = null;
    Instant at = now;
    while (true) {
      Freeze freeze = freezeAt(at);
      Instant next;
      if (freeze != null) {
        met = met == null ? freeze : met;
        next = freeze.ends(zone);
      } else if (isInWindow(at)) {
        return at.equals(now) ? Optional.empty() : Optional.of(new Closed(now, at, zone, met));
      } else {
        next = nextWindow(at);
      }
      if (next == null) {
        return Optional.of(new Closed(now, null, zone, freeze));
      }
      at = next;
    }
  }

  private @Nullable Freeze freezeAt(Instant at) {
    return freezes.stream().filter(freeze -> freeze.includes(at, zone)).findFirst().orElse(null);
  }

  private boolean isInWindow(Instant at) {
    LocalDateTime local = LocalDateTime.ofInstant(at, zone.getRules().getOffset(at));
    return windows.isEmpty() || windows.stream().anyMatch(window -> window.includes(local));
  }

  /// When a window opens that is not open yet: where the clock comes to its first minute, or is put
  /// forward into it.
  private @Nullable Instant nextWindow(Instant after) {
    LocalDate yesterday = LocalDate.ofInstant(after, zone).minusDays(1); // it may come again
    Stream<Instant> begins =
        yesterday
            .datesUntil(yesterday.plusDays(LONGEST_GAP_DAYS))
            .flatMap(day -> windows.stream().map(window -> day.atTime(window.from())))
            .flatMap(
                local -> zone.getRules().getValidOffsets(local).stream().map(local::toInstant));
    return Stream.concat(begins, clockChanges(after))
        .filter(instant -> instant.isAfter(after) && isInWindow(instant))
        .min(Instant::compareTo)
        .orElse(null);
  }

  private Stream<Instant> clockChanges(Instant after) {
    ZoneRules rules = zone.getRules();
    Instant last = after.atZone(zone).plusDays(LONGEST_GAP_DAYS).toInstant();
    return Stream.iterate(
            rules.nextTransition(after),
            change -> change != null && change.getInstant().isBefore(last),
            change -> rules.nextTransition(change.getInstant()))
        .map(ZoneOffsetTransition::getInstant);
  }
}
