package io.crossfade.engine.gates;

import io.crossfade.connector.Problem;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A condition between steps.
public final class Gate {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private Gate() {}

  /// Waits a while for the gate to open: much of what speaks against going on, such as lag, passes
  /// by itself.
  public static void await(
      String gate, Supplier<List<Problem>> whyNot, Timing timing, Duration patience) {
    pass(gate, awaited(whyNot, timing, patience));
  }

  /// What still speaks against going on after a while.
  public static List<Problem> awaited(
      Supplier<List<Problem>> whyNot, Timing timing, Duration patience) {
    long deadline = timing.nanoTime() + patience.toNanos();
    while (!whyNot.get().isEmpty() && timing.nanoTime() - deadline < 0) {
      timing.pauseOrStop(LOOK_AGAIN);
    }
    return whyNot.get();
  }

  /// Does what asks a gate itself that was open a moment ago; false, and nothing is done, where it
  /// has closed since.
  public static boolean isStillOpenFor(Supplier<?> work) {
    try {
      var _ = work.get();
      return true;
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.GATE_REFUSED && e.code() != ErrorCode.AWAITING_APPROVAL) {
        throw e;
      }
      return false;
    }
  }

  /// Refuses with everything that speaks against going on.
  public static void pass(String gate, List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.GATE_REFUSED,
          "the gate before %s refuses: %s"
              .formatted(
                  gate, problems.stream().map(Problem::toString).collect(Collectors.joining("; "))),
          Map.of("gate", gate));
    }
  }
}
