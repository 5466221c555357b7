package io.crossfade.engine.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CalendarTest {
  private static final String BERLIN = "Europe/Berlin";
  private static final Window NIGHTS =
      new Window(
          Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY),
          LocalTime.of(22, 0),
          LocalTime.of(4, 0));

  @Test
  void withoutWindowsItIsOpenOutsideOfTheFreezes() {
    assertThat(Calendar.ALWAYS.closedAt(Instant.EPOCH)).isEmpty();
    Calendar calendar = calendar(BERLIN, List.of(), freeze("2026-12-20T00:00", "2027-01-07T00:00"));
    assertThat(opens(calendar, "2026-12-19T22:59:59Z")).isEqualTo("now");
    assertThat(opens(calendar, "2026-12-19T23:00:00Z")).isEqualTo("2027-01-06T23:00:00Z");
    assertThat(opens(calendar, "2027-01-06T23:00:00Z")).isEqualTo("now");
  }

  @Test
  void pastMidnightBelongsToTheDayOnWhichAWindowBegan() {
    Calendar calendar = calendar(BERLIN, List.of(NIGHTS));
    assertThat(opens(calendar, "2026-11-27T02:59:59Z")).as("Friday 3:59").isEqualTo("now");
    assertThat(opens(calendar, "2026-11-27T03:00:00Z"))
        .as("Friday 4:00")
        .isEqualTo("2026-11-30T21:00:00Z");
    assertThat(opens(calendar, "2026-11-30T00:00:00Z"))
        .as("Monday 1:00, for Sunday has no window")
        .isEqualTo("2026-11-30T21:00:00Z");
  }

  @Test
  void windowsThatTouchAreOne() {
    Window evening = new Window(Window.EVERY_DAY, LocalTime.of(22, 0), LocalTime.MIDNIGHT);
    Window night = new Window(Window.EVERY_DAY, LocalTime.MIDNIGHT, LocalTime.of(2, 0));
    Calendar calendar = calendar("UTC", List.of(evening, night));
    assertThat(opens(calendar, "2026-11-22T23:59:59.999Z")).isEqualTo("now");
    assertThat(opens(calendar, "2026-11-23T00:00:00Z")).isEqualTo("now");
    assertThat(opens(calendar, "2026-11-23T02:00:00Z")).isEqualTo("2026-11-23T22:00:00Z");
    Window wholeDay = new Window(Window.EVERY_DAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
    assertThat(opens(calendar("UTC", List.of(wholeDay)), "2026-11-23T00:00:00Z")).isEqualTo("now");
  }

  @Test
  void aFreezeCutsAWindowAndSaysThatItDoes() {
    Freeze audit = freeze("2026-11-23T23:00", "2026-11-24T02:00");
    Freeze christmas = freeze("2026-11-24T03:00", "2027-01-07T00:00");
    Calendar calendar = calendar(BERLIN, List.of(NIGHTS), audit, christmas);
    assertThat(opens(calendar, "2026-11-23T21:59:59Z")).isEqualTo("now");
    assertThat(opens(calendar, "2026-11-23T22:00:00Z")).isEqualTo("2026-11-24T01:00:00Z");
    assertThat(opens(calendar, "2026-11-24T01:00:00Z")).isEqualTo("now");
    assertThat(opens(calendar, "2026-11-24T02:00:00Z"))
        .as("in the midst of the window of the day before")
        .isEqualTo("2027-01-06T23:00:00Z");
    assertThat(calendar.closedAt(Instant.parse("2026-11-24T02:00:00Z")).orElseThrow())
        .hasToString("closed until Thu 7 Jan 2027 00:00 Europe/Berlin (freeze: rest)");
    assertThat(calendar.closedAt(Instant.parse("2026-11-23T12:00:00Z")).orElseThrow())
        .hasToString("closed until Mon 23 Nov 22:00 Europe/Berlin (outside of its windows)");
  }

  @Test
  void aFreezeThatTheNextWindowLiesInIsTheReason() {
    Calendar calendar =
        calendar(BERLIN, List.of(NIGHTS), freeze("2026-11-23T13:00", "2026-12-01T00:00"));
    assertThat(calendar.closedAt(Instant.parse("2026-11-23T11:00:00Z")).orElseThrow())
        .hasToString("closed until Tue 1 Dec 00:00 Europe/Berlin (freeze: rest)");
  }

  @Test
  void aFreezeWithoutEndNeverOpensUnlessAWindowComesBefore() {
    Freeze rest = new Freeze(LocalDateTime.parse("2026-12-01T00:00"), null, "rest");
    Calendar calendar = calendar(BERLIN, List.of(NIGHTS), rest);
    assertThat(opens(calendar, "2026-11-30T12:00:00Z")).isEqualTo("2026-11-30T21:00:00Z");
    assertThat(opens(calendar, "2026-11-30T23:00:00Z")).isEqualTo("never");
    assertThat(calendar.closedAt(Instant.parse("2026-12-02T12:00:00Z")).orElseThrow())
        .hasToString(
            "closed and never opens (freeze from Tue 1 Dec 2026 00:00 on, without end (rest))");
  }

  /// 2027-03-28 in Berlin: after 1:59 comes 3:00.
  @Test
  void aWindowInTheHourThatIsLeftOutDoesNotOpenThatDay() {
    Calendar inside = calendar(BERLIN, List.of(window("02:15", "02:45")));
    assertThat(opens(inside, "2027-03-27T12:00:00Z")).isEqualTo("2027-03-29T00:15:00Z");
    Calendar begins = calendar(BERLIN, List.of(window("02:15", "05:00")));
    assertThat(opens(begins, "2027-03-28T00:59:59Z")).isEqualTo("2027-03-28T01:00:00Z");
    assertThat(opens(begins, "2027-03-28T03:00:00Z")).as("5:00").isEqualTo("2027-03-29T00:15:00Z");
  }

  /// 2026-10-25 in Berlin: after 2:59 comes 2:00 once more.
  @Test
  void aWindowInTheHourThatComesTwiceIsOpenTwice() {
    Calendar calendar = calendar(BERLIN, List.of(window("02:15", "02:45")));
    assertThat(opens(calendar, "2026-10-24T23:00:00Z")).isEqualTo("2026-10-25T00:15:00Z");
    assertThat(opens(calendar, "2026-10-25T00:45:00Z")).isEqualTo("2026-10-25T01:15:00Z");
    assertThat(opens(calendar, "2026-10-25T01:45:00Z")).isEqualTo("2026-10-26T01:15:00Z");
    assertThat(calendar.closedAt(Instant.parse("2026-10-25T00:50:00Z")).orElseThrow())
        .hasToString("closed until Sun 25 Oct 02:15+01:00 Europe/Berlin (outside of its windows)");
  }

  @Test
  void otherZonesChangeTheirClocksOtherwise() {
    Calendar newYork = calendar("America/New_York", List.of(window("02:30", "04:00")));
    assertThat(opens(newYork, "2027-03-14T06:00:00Z"))
        .as("1:00 EST; 2:00 is 3:00")
        .isEqualTo("2027-03-14T07:00:00Z");
    Calendar lordHowe = calendar("Australia/Lord_Howe", List.of(window("01:45", "02:00")));
    assertThat(opens(lordHowe, "2027-04-03T14:50:00Z"))
        .as("1:50 for the first time")
        .isEqualTo("now");
    assertThat(opens(lordHowe, "2027-04-03T15:00:00Z"))
        .as("put back by half an hour, to 1:30")
        .isEqualTo("2027-04-03T15:15:00Z");
  }

  /// 2010-11-07 in St. John's: after 0:00 of Sunday comes 23:01 of Saturday once more.
  @Test
  void theEveningBeforeMayComeAgain() {
    Calendar calendar = calendar("America/St_Johns", List.of(window("23:15", "23:30")));
    assertThat(opens(calendar, "2010-11-07T02:30:30Z")).isEqualTo("2010-11-07T02:45:00Z");
  }

  /// Whoever freezes until half past two means the last one.
  @Test
  void aFreezeHasNoHoleWhereTheClockIsPutBack() {
    Calendar calendar = calendar(BERLIN, List.of(), freeze("2026-10-25T02:10", "2026-10-25T02:30"));
    assertThat(opens(calendar, "2026-10-25T00:09:59Z")).isEqualTo("now");
    assertThat(opens(calendar, "2026-10-25T00:10:00Z")).isEqualTo("2026-10-25T01:30:00Z");
    assertThat(opens(calendar, "2026-10-25T00:45:00Z")).isEqualTo("2026-10-25T01:30:00Z");
    Calendar gap = calendar(BERLIN, List.of(), freeze("2027-03-28T01:30", "2027-03-28T02:30"));
    assertThat(opens(gap, "2027-03-28T00:59:59Z")).isEqualTo("2027-03-28T01:00:00Z");
  }

  static Window window(String from, String to) {
    return new Window(Window.EVERY_DAY, LocalTime.parse(from), LocalTime.parse(to));
  }

  private static Freeze freeze(String from, @Nullable String until) {
    return new Freeze(
        LocalDateTime.parse(from), until == null ? null : LocalDateTime.parse(until), "rest");
  }

  private static Calendar calendar(String zone, List<Window> windows, Freeze... freezes) {
    return new Calendar(ZoneId.of(zone), windows, List.of(freezes), Calendar.USUAL_STEPS);
  }

  private static String opens(Calendar calendar, String at) {
    return calendar
        .closedAt(Instant.parse(at))
        .map(closed -> closed.until() == null ? "never" : Objects.toString(closed.until()))
        .orElse("now");
  }
}
