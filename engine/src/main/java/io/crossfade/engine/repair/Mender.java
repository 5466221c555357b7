package io.crossfade.engine.repair;

import io.crossfade.engine.Control.Repaired;
import io.crossfade.engine.repair.Check.Damage;
import io.crossfade.model.CrossfadeException;
import java.util.function.Consumer;

/// What becomes of damage.
public interface Mender {
  Repaired mend(Check check, Damage damage);

  /// Only says what would be done.
  static Mender dry() {
    return (_, damage) -> new Repaired(damage.what(), damage.where(), damage.remedy(), false);
  }

  /// Mends, and tells each thing that was mended.
  ///
  /// @param ready is done before anything is mended; repeatable
  static Mender real(Runnable ready, Consumer<Repaired> told) {
    return (check, damage) -> {
      if (!damage.mendable()) {
        return new Repaired(damage.what(), damage.where(), damage.remedy(), false);
      }
      try {
        ready.run();
        Repaired done = new Repaired(damage.what(), damage.where(), check.mend(damage), true);
        told.accept(done);
        return done;
      } catch (CrossfadeException e) {
        return new Repaired(
            damage.what(), damage.where(), "could not be mended: " + e.getMessage(), false);
      }
    };
  }
}
