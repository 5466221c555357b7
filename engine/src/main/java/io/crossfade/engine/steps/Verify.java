package io.crossfade.engine.steps;

import io.crossfade.connector.Problem;
import io.crossfade.engine.Control.VerifyReport;
import io.crossfade.engine.StepName;
import io.crossfade.engine.comparing.Verification;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Compares every row on both sides; refuses to go on while any differs.
public final class Verify implements Step {
  private final Verification verification;

  public Verify(Verification verification) {
    this.verification = verification;
  }

  @Override
  public StepName name() {
    return StepName.VERIFY;
  }

  @Override
  public List<Problem> check() {
    return List.of();
  }

  @Override
  public Map<String, String> run() {
    VerifyReport report = verification.run(false);
    if (!report.clean()) {
      throw new CrossfadeException(
          ErrorCode.DRIFT_FOUND,
          "rows differ: "
              + report.tables().stream()
                  .filter(t -> t.drift() + t.unsettled() > 0)
                  .map(t ->
                      "%s (%d differ, %d changed too often to tell)"
                          .formatted(t.table(), t.drift(), t.unsettled()))
                  .collect(Collectors.joining(", "))
              + "; look at the events, then `crossfade verify --repair`");
    }
    return Map.of(
        "rows", "" + report.tables().stream().mapToLong(t -> t.rows()).sum(), "drift", "0");
  }

  /// A verdict is only knowledge.
  @Override
  public void undo() {}
}
