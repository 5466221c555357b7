package io.crossfade.engine.gates;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.engine.StepName;
import io.crossfade.engine.calendar.Calendar;
import io.crossfade.engine.calendar.Closed;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the manifest's calendar says now. See docs/calendar.md.
public final class CalendarGate {
  private static final String WHERE = "the calendar";
  private static final String CHANGE = "change `calendar` in the manifest and start `run` again";

  private final Calendar calendar;
  private final InstantSource clock;

  public CalendarGate(Calendar calendar, InstantSource clock) {
    this.calendar = calendar;
    this.clock = clock;
  }

  /// Empty where the step may begin.
  public Optional<Closed> closed(StepName step) {
    return calendar.steps().contains(step) ? calendar.closedAt(clock.instant()) : Optional.empty();
  }

  public boolean isOpen(StepName step) {
    return closed(step).isEmpty();
  }

  /// What speaks against beginning the step.
  public List<Problem> before(StepName step) {
    return closed(step)
        .map(closed ->
            new Problem(
                "it is " + closed, WHERE, (closed.until() == null ? "" : "wait, or ") + CHANGE))
        .stream()
        .toList();
  }

  /// For a plan: when the step may begin, and whether that is now.
  public List<String> details(StepName step) {
    if (!calendar.steps().contains(step)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    calendar
        .windows()
        .forEach(
            window -> lines.add("calendar: may begin %s %s".formatted(window, calendar.zone())));
    calendar.freezes().forEach(freeze -> lines.add("calendar: not " + freeze));
    lines.add("calendar: now " + closed(step).map(Closed::toString).orElse("open"));
    return lines;
  }

  /// As the details, for a plan whose steps are under way.
  public List<String> notes() {
    String bound = bound().map(StepName::spelled).collect(Collectors.joining(", "));
    Stream<String> lines = bound().findFirst().map(this::details).stream().flatMap(List::stream);
    return bound.isEmpty()
        ? List.of()
        : Stream.concat(Stream.of("calendar: binds " + bound), lines).toList();
  }

  private Stream<StepName> bound() {
    return calendar.steps().stream().sorted();
  }

  /// Together with what others have found, the worst first.
  public List<Finding> findingsWith(List<Finding> others) {
    return Stream.concat(others.stream(), findings().stream())
        .sorted(Comparator.comparing(Finding::severity))
        .toList();
  }

  /// A migration may begin under a calendar that never opens, and would come to no end.
  public List<Finding> findings() {
    return bound()
        .findFirst()
        .flatMap(this::closed)
        .filter(closed -> closed.until() == null)
        .map(closed -> Finding.warns("it is " + closed, WHERE, CHANGE))
        .stream()
        .toList();
  }
}
