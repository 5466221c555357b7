package io.crossfade.engine.steps;

import io.crossfade.connector.Problem;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.StepName;
import io.crossfade.engine.comparing.Watchkeeper;
import io.crossfade.engine.gates.Gate;
import io.crossfade.engine.switching.ShortHolds;
import io.crossfade.model.Direction;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Moves writes to the target, or back: the same step, by its direction. See docs/steps/cutover.md.
public final class Cutover {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// While a whole table is compared again, which a small one soon was.
  private static final Duration COMPARING = Duration.ofSeconds(25);

  private final ShortHolds switching;
  private final Watchkeeper watchkeeper;
  private final Direction direction;
  private final Supplier<List<Problem>> whyNot;
  private final Timing timing;

  public Cutover(
      ShortHolds switching,
      Watchkeeper watchkeeper,
      Direction direction,
      Supplier<List<Problem>> whyNot,
      Timing timing) {
    this.switching = switching;
    this.watchkeeper = watchkeeper;
    this.direction = direction;
    this.whyNot = whyNot;
    this.timing = timing;
  }

  public StepName name() {
    return direction == Direction.FORWARD ? StepName.CUTOVER : StepName.ROLLBACK;
  }

  public List<Problem> check() {
    return whyNot.get();
  }

  /// The gate is asked again once nothing is compared any more: what it said before that wait may
  /// hold no longer. It is asked before, too, for some of it passes only by comparing.
  public SwitchReport run() {
    awaitGate();
    return watchkeeper.pausedSoonDuring(() -> {
      awaitGate();
      return switching.run(direction);
    });
  }

  private void awaitGate() {
    List<Problem> left = Gate.awaited(whyNot, timing, PATIENCE);
    if (!left.isEmpty() && watchkeeper.comparesWholeTable()) {
      left = Gate.awaited(whyNot, timing, COMPARING);
    }
    Gate.pass(name().spelled(), left);
  }
}
