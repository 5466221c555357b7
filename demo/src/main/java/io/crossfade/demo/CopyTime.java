package io.crossfade.demo;

import io.crossfade.engine.Recorded;
import io.crossfade.engine.StepName;
import io.crossfade.engine.report.Report;
import io.crossfade.engine.report.Report.StepTaken;
import java.time.Duration;
import java.util.List;

/// How long the copy took, as the events tell.
final class CopyTime {
  private CopyTime() {}

  /// 0 where it has not ended.
  static double seconds(List<Recorded> events) {
    return Report.of(events).steps().stream()
        .filter(step -> step.step() == StepName.BACKFILL)
        .mapToDouble(CopyTime::seconds)
        .sum();
  }

  private static double seconds(StepTaken step) {
    return step.ended() == null
        ? 0
        : Duration.between(step.began(), step.ended()).toMillis() / 1000.0;
  }
}
