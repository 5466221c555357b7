package io.crossfade.engine.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Calendars of chance around the days on which clocks are changed, against one that looks at the
/// wall clock minute by minute.
class CalendarOracleTest {
  private static final int SEEDS = 180;
  private static final int DAYS = 16;
  private static final int MINUTES = DAYS * 24 * 60;
  private static final int MARGIN = 5 * 60;

  private record Change(String zone, String day) {
    int minute(Instant first) {
      ZoneOffsetTransition next = ZoneId.of(zone).getRules().nextTransition(first);
      return next == null ? 24 * 60 : (int) ChronoUnit.MINUTES.between(first, next.getInstant());
    }
  }

  /// The last two put their clock back over midnight, and leave out a whole day.
  private static final List<Change> CHANGES =
      List.of(
          new Change("Europe/Berlin", "2026-10-25"),
          new Change("Europe/Berlin", "2027-03-28"),
          new Change("America/New_York", "2026-11-01"),
          new Change("America/New_York", "2027-03-14"),
          new Change("Australia/Lord_Howe", "2026-10-04"),
          new Change("Australia/Lord_Howe", "2027-04-04"),
          new Change("UTC", "2026-11-22"),
          new Change("America/St_Johns", "2010-11-07"),
          new Change("Pacific/Apia", "2011-12-30"));

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void opensWhenTheWallClockSaysSo(long seed) {
    Random random = new Random(seed);
    Change change = CHANGES.get((int) (seed % CHANGES.size()));
    LocalDate day = LocalDate.parse(change.day());
    Calendar calendar = calendar(random, ZoneId.of(change.zone()), day);
    Instant first =
        day.minusDays(2).atTime(random.nextInt(24), 0).atZone(calendar.zone()).toInstant();
    boolean[] open = open(calendar, first);

    for (int i = 0; i < 40; i++) {
      int minute =
          i % 2 == 0
              ? random.nextInt(4 * 24 * 60)
              : change.minute(first) + random.nextInt(-120, 120);
      Instant now = first.plus(minute, ChronoUnit.MINUTES);
      int opens = minute;
      while (opens < MINUTES && !open[opens]) {
        opens++;
      }
      Instant expected = first.plus(opens, ChronoUnit.MINUTES);
      boolean isOpen = opens == minute;
      boolean beyond = opens == MINUTES;
      assertThat(calendar.closedAt(now))
          .as("%s at %s", calendar, now)
          .satisfies(closed -> {
            assertThat(closed.isEmpty()).isEqualTo(isOpen);
            closed
                .map(Closed::until)
                .ifPresent(until -> {
                  if (beyond) {
                    assertThat(until).isAfterOrEqualTo(expected);
                  } else {
                    assertThat(until).isEqualTo(expected);
                  }
                });
            if (!isOpen && !beyond) {
              assertThat(closed.map(Closed::until)).isPresent();
            }
          });
    }
  }

  private static Calendar calendar(Random random, ZoneId zone, LocalDate day) {
    List<Window> windows = Stream.generate(() -> window(random)).limit(random.nextInt(4)).toList();
    List<Freeze> freezes =
        Stream.generate(() -> freeze(random, day)).limit(random.nextInt(4)).toList();
    return new Calendar(zone, windows, freezes, Calendar.USUAL_STEPS);
  }

  /// Small hours are more likely: it is then that clocks are changed.
  private static Window window(Random random) {
    Set<DayOfWeek> days =
        Stream.of(DayOfWeek.values())
            .filter(_ -> random.nextInt(3) > 0)
            .collect(Collectors.toSet());
    return new Window(
        days.isEmpty() ? Window.EVERY_DAY : days, time(random), time(random).plusMinutes(1));
  }

  private static LocalTime time(Random random) {
    int hour = random.nextBoolean() ? random.nextInt(4) : random.nextInt(24);
    return LocalTime.of(hour, 15 * random.nextInt(4));
  }

  private static Freeze freeze(Random random, LocalDate day) {
    LocalDateTime from =
        day.plusDays(random.nextInt(8) == 0 ? -1 : random.nextInt(8) == 0 ? 1 : 0)
            .atTime(time(random));
    LocalDateTime until =
        from.plusMinutes(15L * (1 + random.nextInt(random.nextBoolean() ? 8 : 400)));
    return new Freeze(from, random.nextInt(20) == 0 ? null : until, "seed");
  }

  /// Minute by minute. A freeze lasts from the first minute at which the clock has come to its
  /// beginning.
  private static boolean[] open(Calendar calendar, Instant first) {
    List<LocalDateTime> shown = new ArrayList<>();
    for (int minute = -MARGIN; minute < MINUTES + MARGIN; minute++) {
      shown.add(first.plus(minute, ChronoUnit.MINUTES).atZone(calendar.zone()).toLocalDateTime());
    }
    boolean[] open = new boolean[shown.size()];
    for (int i = 0; i < open.length; i++) {
      LocalDateTime local = shown.get(i);
      open[i] =
          calendar.windows().isEmpty()
              || calendar.windows().stream().anyMatch(window -> isIn(window, local));
    }
    for (Freeze freeze : calendar.freezes()) {
      int begin = 0;
      while (begin < open.length && shown.get(begin).isBefore(freeze.from())) {
        begin++;
      }
      Arrays.fill(open, begin, Math.max(begin, end(freeze, shown)), false);
    }
    return Arrays.copyOfRange(open, MARGIN, MARGIN + MINUTES);
  }

  /// Where the clock shows the end for the last time, or jumps over it.
  private static int end(Freeze freeze, List<LocalDateTime> shown) {
    LocalDateTime until = freeze.until();
    int last = shown.size() - 1;
    if (until == null) {
      return last + 1;
    }
    while (last >= 0 && shown.get(last).isAfter(until)) {
      last--;
    }
    return shown.get(last).equals(until) ? last : last + 1;
  }

  private static boolean isIn(Window window, LocalDateTime local) {
    for (LocalDate day : List.of(local.toLocalDate(), local.toLocalDate().minusDays(1))) {
      LocalDateTime begin = day.atTime(window.from());
      LocalDateTime end = day.atTime(window.to());
      end = end.isAfter(begin) ? end : end.plusDays(1);
      if (window.days().contains(day.getDayOfWeek())
          && !local.isBefore(begin)
          && local.isBefore(end)) {
        return true;
      }
    }
    return false;
  }
}
