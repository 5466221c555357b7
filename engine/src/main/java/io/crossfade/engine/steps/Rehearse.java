package io.crossfade.engine.steps;

import io.crossfade.connector.Problem;
import io.crossfade.engine.Control.RehearsalReport;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.comparing.Watchkeeper;
import io.crossfade.engine.gates.Gate;
import io.crossfade.engine.gates.Readiness;
import io.crossfade.engine.switching.ShortHolds;
import io.crossfade.engine.switching.Switch;
import io.crossfade.model.Direction;
import io.crossfade.transfer.Timing;
import java.util.List;

/// Tries the switch that could come next, from the hold to its decision, and moves nobody. See
/// docs/steps/rehearse.md.
public final class Rehearse {
  private final ShortHolds switching;
  private final Watchkeeper watchkeeper;
  private final Readiness readiness;
  private final Journal journal;
  private final Timing timing;

  public Rehearse(
      ShortHolds switching,
      Watchkeeper watchkeeper,
      Readiness readiness,
      Journal journal,
      Timing timing) {
    this.switching = switching;
    this.watchkeeper = watchkeeper;
    this.readiness = readiness;
    this.journal = journal;
    this.timing = timing;
  }

  public RehearsalReport run() {
    Direction direction = Direction.from(journal.state().authoritative());
    List<String> refusals = refusals(direction);
    Switch.Attempt last = watchkeeper.pausedSoonDuring(() -> switching.rehearse(direction));
    SwitchReport report = last.report();
    journal.record(
        new MigrationEvent.Rehearsed(
            report.number(),
            direction.from(),
            last.passed(),
            report.reason(),
            report.heldNanos(),
            refusals));
    return new RehearsalReport(direction.from(), last.passed(), report, refusals);
  }

  /// As long as the gate itself would wait for them to pass.
  private List<String> refusals(Direction direction) {
    return Gate.awaited(
            direction == Direction.FORWARD ? readiness::forItsRehearsal : readiness::forRollback,
            timing,
            Cutover.PATIENCE)
        .stream()
        .map(Problem::toString)
        .toList();
  }
}
