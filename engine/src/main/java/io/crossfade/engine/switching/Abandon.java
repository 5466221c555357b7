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
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Position;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.Map;

/// Goes back to the source without the target, because a person said so: what the target had
/// acknowledged and not sent is given up, and the window is named. The target is fenced as soon as
/// it can be reached again.
public final class Abandon {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final Duration FENCE_PATIENCE = Duration.ofSeconds(10);

  private final Setup setup;
  private final Streams streams;
  private final Journal journal;
  private final RouteBoard board;
  private final Switch.Decisions decisions;

  public Abandon(
      Setup setup, Streams streams, Journal journal, RouteBoard board, Switch.Decisions decisions) {
    this.setup = setup;
    this.streams = streams;
    this.journal = journal;
    this.board = board;
    this.decisions = decisions;
  }

  public SwitchReport run() {
    endOpenSwitch();
    int number = journal.state().switches().count() + 1;
    Phases phases = new Phases(setup.workplace().timing()::nanoTime);
    journal.record(new MigrationEvent.SwitchStarted(number, Side.TARGET, Side.SOURCE, 0));
    phases.time("hold", () -> board.publish(board.current().hold()));
    LossWindow window = window();
    phases.time("stop streams", streams::close);
    decisions.decide(setup.lease().migration(), number, Decision.FLIP);
    String why =
        "the target was given up; what it acknowledged after %s has not come back"
            .formatted(window.since() == null ? window.position() : window.since());
    journal.record(new MigrationEvent.SwitchDecided(number, Decision.FLIP, why));
    phases.time(
        "release",
        () -> {
          setup.database(Side.SOURCE).fence().lift(setup.lease(), setup.tableNames(Side.SOURCE));
          board.publish(board.current().allOn(Side.SOURCE));
        });
    journal.record(new MigrationEvent.SwitchFinished(number, phases.taken()));
    setup.threads().execute(this::fenceWhenItReturns);
    return new SwitchReport(number, Decision.FLIP, why, board.current(), phases.taken(), window);
  }

  /// A rollback that was tried and could not even be called off, because the target is gone.
  private void endOpenSwitch() {
    Switches.Open open = journal.state().switches().open();
    if (open != null) {
      Decision decision =
          decisions.decide(setup.lease().migration(), open.number(), Decision.ABORT);
      journal.record(
          new MigrationEvent.SwitchDecided(open.number(), decision, "the target was given up"));
      journal.record(new MigrationEvent.SwitchFinished(open.number(), Map.of()));
    }
  }

  private LossWindow window() {
    Position applied = streams.find(Direction.REVERSE).map(f -> f.applied()).orElse(null);
    return new LossWindow(
        Side.TARGET,
        applied == null ? "unknown" : applied.encode(),
        streams.numbers(Direction.REVERSE).lastCommit());
  }

  /// A client that still knows the way to the target must not find it open.
  public void fenceWhenItReturns() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        setup
            .database(Side.TARGET)
            .fence()
            .raise(setup.lease(), setup.tableNames(Side.TARGET), FENCE_PATIENCE);
        journal.record(
            new MigrationEvent.Noted("the target that was given up is back, and fenced"));
        return;
      } catch (CrossfadeException e) {
        if (e.code() == ErrorCode.SUPERSEDED) {
          return;
        }
        setup.workplace().timing().pauseOrStop(LOOK_AGAIN);
      }
    }
  }
}
