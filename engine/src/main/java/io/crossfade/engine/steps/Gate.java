package io.crossfade.engine.steps;

import io.crossfade.connector.Problem;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A condition between steps.
public final class Gate {
  private Gate() {}

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
