package io.crossfade.engine.repair;

import io.crossfade.engine.Journal;
import io.crossfade.engine.Switches;
import io.crossfade.engine.TakeUp;
import java.util.List;

/// A switch that nobody has brought to its end: clients may be held, and a side fenced that should
/// be written. Also the step of one that has ended, if nobody has recorded the end of the step.
public final class OpenSwitch implements Check {
  private final Journal journal;
  private final TakeUp takeUp;

  public OpenSwitch(Journal journal, TakeUp takeUp) {
    this.journal = journal;
    this.takeUp = takeUp;
  }

  @Override
  public List<Damage> look() {
    Switches.Open open = journal.state().switches().open();
    if (open != null) {
      return List.of(
          Damage.of(
              "switch %d (%s) has not ended".formatted(open.number(), open.step().spelled()),
              "the control store",
              "bring it to its end: as it was decided, or ABORT"));
    }
    return takeUp.hasStepOfDeadSwitch()
        ? List.of(
            Damage.of(
                "a step of a switch is open, and its switch is not",
                "the control store",
                "record how it ended"))
        : List.of();
  }

  @Override
  public String mend(Damage damage) {
    takeUp.endOpenSwitch();
    takeUp.closeStepOfSwitch();
    var state = journal.state();
    return "ended: %s is written (epoch %d)"
        .formatted(state.authoritative(), state.route().epoch());
  }
}
