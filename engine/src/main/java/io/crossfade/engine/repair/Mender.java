package io.crossfade.engine.repair;

import io.crossfade.engine.Control.Repaired;
import io.crossfade.engine.repair.Check.Finding;
import io.crossfade.model.CrossfadeException;
import java.util.function.Consumer;

/// What becomes of a finding.
public interface Mender {
  Repaired mend(Check check, Finding finding);

  /// Only says what would be done.
  static Mender dry() {
    return (_, finding) -> new Repaired(finding.what(), finding.where(), finding.remedy(), false);
  }

  /// Mends, and tells each thing that was mended.
  ///
  /// @param ready is done before anything is mended; repeatable
  static Mender real(Runnable ready, Consumer<Repaired> told) {
    return (check, finding) -> {
      if (!finding.mendable()) {
        return new Repaired(finding.what(), finding.where(), finding.remedy(), false);
      }
      try {
        ready.run();
        Repaired done = new Repaired(finding.what(), finding.where(), check.mend(finding), true);
        told.accept(done);
        return done;
      } catch (CrossfadeException e) {
        return new Repaired(
            finding.what(), finding.where(), "could not be mended: " + e.getMessage(), false);
      }
    };
  }
}
