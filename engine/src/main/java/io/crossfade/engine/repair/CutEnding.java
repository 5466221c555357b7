package io.crossfade.engine.repair;

import io.crossfade.engine.Control;
import io.crossfade.engine.Journal;
import io.crossfade.engine.StepName;
import java.util.List;
import java.util.Objects;

/// An abort or a cleanup that began and was cut: it can only be continued.
public final class CutEnding implements Check {
  private final Journal journal;
  private final Control control;

  public CutEnding(Journal journal, Control control) {
    this.journal = journal;
    this.control = control;
  }

  @Override
  public List<Damage> look() {
    StepName ending = journal.state().progress().ending();
    return ending == null || journal.state().phase().isEnd()
        ? List.of()
        : List.of(
            Damage.of(
                ending.spelled() + " was begun and has not ended",
                "both databases",
                "carry it to its end"));
  }

  @Override
  public String mend(Damage damage) {
    StepName ending = Objects.requireNonNull(journal.state().progress().ending());
    var report = ending == StepName.ABORT ? control.abort() : control.cleanup();
    return "carried to its end: " + report.phase();
  }
}
