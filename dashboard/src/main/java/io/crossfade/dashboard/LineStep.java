package io.crossfade.dashboard;

import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import java.util.List;
import java.util.Locale;

/// One step on the line of steps.
public record LineStep(StepName step, State state) {
  /// The default plan, with the phase to which each step leads.
  private static final List<Stop> STOPS =
      List.of(
          new Stop(StepName.PREPARE, Phase.PREPARED),
          new Stop(StepName.BACKFILL, Phase.BACKFILLED),
          new Stop(StepName.CATCH_UP, Phase.FOLLOWING),
          new Stop(StepName.FINISH, Phase.FINISHED),
          new Stop(StepName.VERIFY, Phase.VERIFIED),
          new Stop(StepName.SHIFT_READS, Phase.READS_SHIFTED),
          new Stop(StepName.CUTOVER, Phase.CUT_OVER),
          new Stop(StepName.CLEANUP, Phase.CLEANED));

  private record Stop(StepName step, Phase to) {}

  /// Each has a word: its colour says the same only to who sees it.
  public enum State {
    DONE("done"),
    NOW("under way"),
    NEXT("next"),
    STUCK("stuck here"),
    LATER("to come");

    private final String word;

    State(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    public String css() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public String name() {
    return step.spelled();
  }

  static List<LineStep> of(Status status) {
    int reached = reached(status.where().phase());
    return STOPS.stream()
        .map(stop -> new LineStep(stop.step(), state(stop, reached, status)))
        .toList();
  }

  /// Of what a step back has undone, what has to be done again is open.
  private static int reached(Phase phase) {
    return switch (phase) {
      case NEW, PREPARED, BACKFILLED, FOLLOWING, FINISHED, VERIFIED, READS_SHIFTED, CUT_OVER ->
          phase.ordinal();
      case ROLLED_BACK -> Phase.VERIFIED.ordinal();
      case CLEANED -> Integer.MAX_VALUE;
      case ABORTED -> 0;
    };
  }

  private static State state(Stop stop, int reached, Status status) {
    Status.Outlook outlook = status.outlook();
    boolean hasEnded = status.where().phase().isEnd();
    boolean isStuck = outlook.lastError() != null && !hasEnded;
    // a step that was refused stays the current one, and nobody is at it
    StepName current = outlook.waitsFor() == null || isStuck ? status.where().step() : null;
    if (current == stop.step()) {
      return isStuck ? State.STUCK : State.NOW;
    }
    if (stop.to().ordinal() <= reached) {
      return State.DONE;
    }
    if (current == null && !hasEnded && stop.step() == next(status, reached)) {
      return isStuck ? State.STUCK : State.NEXT;
    }
    return State.LATER;
  }

  /// What a person is waited for comes next, though reads may be moved before.
  private static StepName next(Status status, int reached) {
    return STOPS.stream()
        .filter(stop -> stop.step().spelled().equals(status.outlook().waitsFor()))
        .findFirst()
        .or(() -> STOPS.stream().filter(stop -> stop.to().ordinal() > reached).findFirst())
        .map(Stop::step)
        .orElse(StepName.CLEANUP);
  }
}
