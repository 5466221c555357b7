package io.crossfade.engine;

import io.crossfade.model.Side;
import org.jspecify.annotations.Nullable;

/// The switches of a migration: cutovers and rollbacks.
///
/// @param count how many were started
/// @param authoritative the side whose rows are the truth; it changes with a FLIP and with nothing
///   else
/// @param open the one that was started and not finished
public record Switches(int count, Side authoritative, @Nullable Open open) {
  static final Switches NONE = new Switches(0, Side.SOURCE, null);

  /// @param decision null while it is not known here; the decision's own row in the store may know
  ///   more
  public record Open(
      int number, Side from, Side to, long deadlineMillis, @Nullable Decision decision) {

    /// The step that can be continued to finish this switch.
    public StepName step() {
      return to == Side.TARGET ? StepName.CUTOVER : StepName.ROLLBACK;
    }

    Open decided(Decision outcome) {
      return new Open(number, from, to, deadlineMillis, outcome);
    }
  }
}
