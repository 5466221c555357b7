package io.crossfade.engine;

import io.crossfade.engine.switching.Switch;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.function.Consumer;

/// A switch that could not be brought to its end. Everybody is held for as long as it is open:
/// nobody should have to ask for its end.
final class LeftOpen {
  private final Journal journal;
  private final Switch theSwitch;
  private final Moving moving;
  private final Beside beside;
  private final Outlasting outlasting;
  private final Consumer<CrossfadeException> beyondUs;

  /// @param beyondUs is told why this process cannot end it, so that the next one does
  LeftOpen(
      Journal journal,
      Switch theSwitch,
      Moving moving,
      Beside beside,
      Outlasting outlasting,
      Consumer<CrossfadeException> beyondUs) {
    this.journal = journal;
    this.theSwitch = theSwitch;
    this.moving = moving;
    this.beside = beside;
    this.outlasting = outlasting;
    this.beyondUs = beyondUs;
  }

  /// Nothing where there is none.
  void endBeside() {
    if (isThere()) {
      beside.run("the ending of the switch", this::end);
    }
  }

  private void end() {
    try {
      outlasting.run(() -> moving.alone(this::endNow));
    } catch (CrossfadeException e) {
      if (!isThere() || e.code() == ErrorCode.SUPERSEDED) {
        throw e; // another process ends it
      }
      beyondUs.accept(e);
    }
  }

  private boolean endNow() {
    Switches.Open open = journal.state().switches().open();
    if (isThere() && open != null) {
      var _ = new Recording(journal).moved(open.step(), () -> theSwitch.resume(open));
    }
    return true;
  }

  private boolean isThere() {
    return !beside.isStopping() && journal.state().switches().open() != null;
  }
}
