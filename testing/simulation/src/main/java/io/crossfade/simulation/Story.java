package io.crossfade.simulation;

import io.crossfade.simulation.schedule.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What has happened, for people; and a number that is the same if everything was.
final class Story {
  private static final int LAST_STEPS = 15;

  private final Scheduler scheduler;
  private final List<Line> lines = new ArrayList<>();
  private final Deque<Line> lastSteps = new ArrayDeque<>();
  private long hash = 17;
  private @Nullable Violation violation;

  /// @param at in nanoseconds since the world began
  record Line(long at, String who, String what) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%9.3f s  %-14s %s", at / 1e9, who, what);
    }
  }

  Story(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /// Something that people want to read.
  void tell(String who, String what) {
    lines.add(line(who, what));
  }

  /// A step at a server or the store.
  void step(String who, String what) {
    if (lastSteps.size() == LAST_STEPS) {
      lastSteps.removeFirst();
    }
    lastSteps.addLast(line(who, what));
  }

  /// Something that must never be; whoever has met it need not go on. The first one counts.
  Violation violated(Violation met) {
    if (violation == null) {
      violation = met;
      tell("", "VIOLATED: " + met.getMessage());
    }
    return met;
  }

  @Nullable Violation violation() {
    return violation;
  }

  private Line line(String who, String what) {
    long at = scheduler.now();
    hash = ((hash * 31 + at) * 31 + who.hashCode()) * 31 + what.hashCode();
    return new Line(at, who, what);
  }

  /// Of all steps so far, in their order, with their times.
  long hash() {
    return hash;
  }

  Duration length() {
    return Duration.ofNanos(scheduler.now());
  }

  /// The lines about a row, those that are about the migration as a whole, and the last steps.
  ///
  /// @param row as lines name it; empty for no row
  List<String> about(String row, int most) {
    List<Line> told =
        lines.stream()
            .filter(line -> !line.what().startsWith("  ") || mentions(line.what(), row))
            .toList();
    List<String> story = new ArrayList<>();
    told.subList(Math.max(0, told.size() - most), told.size()).forEach(l -> story.add("" + l));
    story.add("          the last steps:");
    lastSteps.forEach(line -> story.add("" + line));
    return story;
  }

  private static boolean mentions(String what, String row) {
    return !row.isEmpty() && (what + " ").contains(row + " ");
  }
}
