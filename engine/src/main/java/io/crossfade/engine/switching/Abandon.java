package io.crossfade.engine.switching;

import io.crossfade.engine.Control.LossWindow;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Setup;
import io.crossfade.engine.Switches;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Goes back to the source without the target, because a person said so: what the target had
/// acknowledged and not sent is given up, and the window is named. Nothing here waits for the
/// target. See docs/steps/rollback.md.
public final class Abandon {
  /// Nobody is held meanwhile. Where numbered columns have an index it takes milliseconds.
  private static final Duration READING_NUMBERS = Duration.ofSeconds(10);

  private final Setup setup;
  private final Streams streams;
  private final Journal journal;
  private final RouteBoard board;
  private final Switch.Decisions decisions;
  private final Switch theSwitch;

  public Abandon(
      Setup setup,
      Streams streams,
      Journal journal,
      RouteBoard board,
      Switch.Decisions decisions,
      Switch theSwitch) {
    this.setup = setup;
    this.streams = streams;
    this.journal = journal;
    this.board = board;
    this.decisions = decisions;
    this.theSwitch = theSwitch;
  }

  /// What cannot be ended because the target is gone is ended without it.
  public void endOpenSwitch() {
    Switches.Open open = journal.state().switches().open();
    if (open != null && !theSwitch.resumeOnSource(open)) {
      Decision decision = decisions.decide(setup.lease(), open.number(), Decision.ABORT);
      journal.record(
          new MigrationEvent.SwitchDecided(open.number(), decision, "the target was given up"));
      journal.record(new MigrationEvent.SwitchFinished(open.number(), Map.of()));
    }
  }

  /// All that takes time comes before the hold; from the hold on only the source and the control
  /// store are asked.
  public SwitchReport run() {
    int number = journal.state().switches().count() + 1;
    Phases phases = new Phases(setup.workplace().timing()::nanoTime);
    journal.record(new MigrationEvent.SwitchStarted(number, Side.TARGET, Side.SOURCE, 0));
    phases.time("end streams", () -> streams.endWithout(Side.TARGET));
    LossWindow window = window();
    String since = window.since() == null ? "unknown" : window.since().toString();
    // Before the decision: whoever finishes this switch after a crash must not trust old verdicts.
    journal.record(new MigrationEvent.TargetGivenUp(window.position(), since));
    phases.time("sequences", this::leap);
    phases.time("hold", () -> board.publish(board.current().hold()));
    phases.time("decide", () -> decisions.decide(setup.lease(), number, Decision.FLIP));
    String why =
        "the target was given up; what it acknowledged after %s has not come back"
            .formatted(window.since() == null ? window.position() : since);
    journal.tell(new MigrationEvent.SwitchDecided(number, Decision.FLIP, why));
    phases.time("release", this::release);
    journal.record(new MigrationEvent.SwitchFinished(number, phases.taken()));
    return new SwitchReport(number, Decision.FLIP, why, board.current(), phases.taken(), window);
  }

  private void release() {
    setup.database(Side.SOURCE).fence().lift(setup.lease(), setup.tableNames(Side.SOURCE));
    board.publish(
        board.current().allOn(Side.SOURCE),
        route -> journal.tell(new MigrationEvent.RoutePublished(route)));
  }

  /// The source itself knows what came back; only the time of it is in our own memory.
  private LossWindow window() {
    String position =
        setup.database(Side.SOURCE).workspace().stream(setup.lease().migration(), Direction.REVERSE)
            .map(state -> state.position())
            .orElse("unknown");
    return new LossWindow(Side.TARGET, position, streams.numbers(Direction.REVERSE).lastCommit());
  }

  private void leap() {
    Deadline deadline = new Deadline(READING_NUMBERS, setup.workplace().timing()::nanoTime);
    List<TableName> unread = new SequenceLeap(setup).leapBeyondRows(Side.SOURCE, deadline);
    if (!unread.isEmpty()) {
      journal.record(
          new MigrationEvent.Noted(
              "the sequences of %s did not leap: their highest numbers could not be read in time, as an index is missing or a lock is held; set them by hand (setval)"
                  .formatted(unread)));
    }
  }
}
