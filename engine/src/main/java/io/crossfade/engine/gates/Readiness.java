package io.crossfade.engine.gates;

import io.crossfade.connector.CommitWait;
import io.crossfade.connector.Problem;
import io.crossfade.engine.GivenUpLog;
import io.crossfade.engine.Journal;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.engine.comparing.Proof;
import io.crossfade.engine.manifest.Course;
import io.crossfade.engine.manifest.ReverseMode;
import io.crossfade.engine.streams.Lag;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import io.crossfade.transfer.follow.Following;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What speaks against moving traffic now. Asks no database, so it may be asked often.
public final class Readiness {
  private static final Duration MOST_LAG = Duration.ofSeconds(5);

  private final Setup setup;
  private final Streams streams;
  private final Lag lag;
  private final Journal journal;
  private final Course course;
  private final CalendarGate calendar;

  public Readiness(
      Setup setup,
      Streams streams,
      Lag lag,
      Journal journal,
      Course course,
      CalendarGate calendar) {
    this.course = course;
    this.calendar = calendar;
    this.setup = setup;
    this.streams = streams;
    this.lag = lag;
    this.journal = journal;
  }

  /// Before reads go to the side that follows.
  public List<Problem> forReads() {
    List<Problem> problems = new ArrayList<>(stream(Direction.FORWARD, Following.Mode.APPLY));
    problems.addAll(new Proof(setup, journal).missing());
    return problems;
  }

  /// Whether the manifest wants one at all.
  public boolean hasWayBack() {
    return setup.hasWayBack();
  }

  public CalendarGate calendar() {
    return calendar;
  }

  /// Before a cutover: both ways must be open, both sides proven equal, and it must be the time.
  public List<Problem> forCutover() {
    List<Problem> problems = new ArrayList<>(forItsRehearsal());
    var rehearsed = journal.state().switches().rehearsed();
    if (course.cutover().requireRehearsal()
        && (rehearsed == null || !rehearsed.passed() || rehearsed.from() != Side.SOURCE)) {
      problems.add(
          new Problem("no rehearsal of it has passed", "the cutover", "crossfade rehearse"));
    }
    problems.addAll(calendar.before(StepName.CUTOVER));
    return problems;
  }

  /// What would speak against a cutover, apart from its not having been rehearsed, and from the
  /// time of day.
  public List<Problem> forItsRehearsal() {
    List<Problem> problems = new ArrayList<>(forReads());
    problems.addAll(wayBack());
    return problems;
  }

  /// What would keep the new side from being followed after a cutover; nothing where that is given
  /// up.
  public List<Problem> wayBack() {
    if (!setup.hasWayBack()) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>(stream(Direction.REVERSE, Following.Mode.WATCH));
    problems.addAll(waiters());
    return problems;
  }

  /// Whose commits wait for us: nobody's unasked, and the target's where the manifest says so.
  private List<Problem> waiters() {
    List<Problem> problems = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      boolean wanted =
          direction == Direction.REVERSE && course.reverse() == ReverseMode.SYNCHRONOUS;
      CommitWait wait = streams.find(direction).map(Following::commitWait).orElse(null);
      if (wait != null && wait.isForUs() != wanted) {
        problems.add(
            new Problem(
                wanted
                    ? "its commits do not wait for the way back, as the manifest's `reverse:"
                        + " synchronous` says"
                    : "its commits wait for our stream, which nobody asked for",
                "the " + direction.from(),
                wanted ? wait.toBegin() : wait.toEnd()));
      }
    }
    return problems;
  }

  /// Before a rollback. Drift does not speak against it: whoever rolls back needs the old side now.
  public List<Problem> forRollback() {
    List<Problem> problems = new ArrayList<>(stream(Direction.REVERSE, Following.Mode.APPLY));
    problems.addAll(stream(Direction.FORWARD, Following.Mode.WATCH));
    return problems;
  }

  private List<Problem> stream(Direction direction, Following.Mode mode) {
    String where = "the " + direction + " stream";
    Optional<GivenUpLog> lost = journal.state().logGivenUp(direction);
    if (lost.isPresent()) {
      return List.of(new Problem(lost.get().why(), where, lost.get().wayOut()));
    }
    List<Problem> nobody = streams.strategy().standsStill(direction);
    if (!nobody.isEmpty()) {
      return nobody;
    }
    Optional<Following> found = streams.find(direction);
    if (found.isEmpty()) {
      return List.of(new Problem("it does not run yet", where, "wait for the steps before"));
    }
    Following follower = found.get();
    Optional<CrossfadeException> still = streams.standsStill(direction);
    if (still.isPresent()) {
      boolean stopped = follower.failure() != null;
      return List.of(
          new Problem(
              (stopped ? "it has stopped: " : "it waits: ") + still.get().getMessage(),
              where,
              stopped ? "mend the cause, then start `run` again" : "mend the cause"));
    }
    if (follower.mode() != mode) {
      return List.of(new Problem("it does not " + mode, where, "see `crossfade status`"));
    }
    Lag.Measured measured = lag.of(direction);
    if (measured == null || measured.nanos() > MOST_LAG.toNanos()) {
      return List.of(
          new Problem(
              measured == null
                  ? "its lag is not measured yet"
                  : "it is %d ms behind".formatted(measured.nanos() / 1_000_000),
              where,
              "wait until it has caught up"));
    }
    return List.of();
  }
}
