package io.crossfade.engine.steps;

import io.crossfade.engine.RolloutJournal;
import io.crossfade.engine.Status;
import io.crossfade.engine.gates.GateState;
import io.crossfade.engine.manifest.RolloutStep;
import io.crossfade.engine.manifest.RolloutStep.Analysis;
import io.crossfade.engine.manifest.RolloutStep.Pause;
import io.crossfade.engine.manifest.RolloutStep.SetReads;
import io.crossfade.engine.manifest.RolloutStep.SetShadow;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// What a step of the rollout waits for.
public final class RolloutWait {
  private final RolloutJournal journal;
  private final Timing timing;
  private final Gates gates;
  private final ShiftReads.Going going;

  /// What the gates say that are asked while reads move.
  @FunctionalInterface
  public interface Gates {
    /// Those that do not pass.
    List<Status.Gated> notPassing();
  }

  RolloutWait(RolloutJournal journal, Timing timing, Gates gates, ShiftReads.Going going) {
    this.journal = journal;
    this.timing = timing;
    this.gates = gates;
    this.going = going;
  }

  /// To be asked again and again, from when the step begins here: whether it is over.
  BooleanSupplier beginning(RolloutStep step) {
    return switch (step) {
      case SetReads _, SetShadow _ -> () -> true;
      case Pause(var time) when time == null -> this::hasResumed;
      case Pause(var time) -> pause(time);
      case Analysis(var time) -> new Analysing(time)::isOver;
    };
  }

  private boolean hasResumed() {
    if (!journal.isResumed()) {
      going.awaitPerson("the rollout waits for a person");
    }
    return journal.isResumed();
  }

  /// What has passed of it counts, whichever process it was.
  private BooleanSupplier pause(Duration time) {
    long until = timing.nanoTime() + journal.left(time).toNanos();
    return () -> timing.nanoTime() - until >= 0;
  }

  /// Begins anew in each process: what was measured before is gone.
  private final class Analysing {
    private final Duration time;
    private long since = timing.nanoTime();

    private Analysing(Duration time) {
      this.time = time;
    }

    private boolean isOver() {
      if (journal.isResumed()) {
        return true; // whoever has resumed has seen it
      }
      List<Status.Gated> open = gates.notPassing();
      if (open.stream().anyMatch(gate -> gate.state() == GateState.FAILING)) {
        since = timing.nanoTime();
      }
      if (timing.nanoTime() - since < time.toNanos()) {
        return false;
      }
      String undecided =
          open.stream()
              .filter(gate -> gate.state() == GateState.INCONCLUSIVE)
              .map(gate -> "gate %s is inconclusive: %s".formatted(gate.name(), gate.text()))
              .collect(Collectors.joining("; "));
      if (!undecided.isEmpty()) {
        going.awaitPerson(undecided);
      }
      return open.isEmpty();
    }
  }
}
