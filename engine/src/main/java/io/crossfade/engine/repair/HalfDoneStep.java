package io.crossfade.engine.repair;

import io.crossfade.connector.Log;
import io.crossfade.connector.Workspace;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.engine.steps.Step;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import java.util.List;
import java.util.Objects;

/// A prepare or a finish that was cut in its midst: a server may keep its log for a stream that
/// nobody reads. It is undone, and the next run makes it anew.
public final class HalfDoneStep implements Check {
  private final Setup setup;
  private final Journal journal;
  private final List<Step> steps;

  public HalfDoneStep(Setup setup, Journal journal, List<Step> steps) {
    this.setup = setup;
    this.journal = journal;
    this.steps = List.copyOf(steps);
  }

  @Override
  public List<Damage> look() {
    StepName current = journal.state().progress().current();
    boolean left =
        (current == StepName.PREPARE && hasPrepared())
            || (current == StepName.FINISH
                && log(Side.TARGET).retains(migration(), Direction.REVERSE));
    return current == null || !left
        ? List.of()
        : List.of(
            Damage.of(
                "%s was begun and has not ended".formatted(current.spelled()),
                current == StepName.PREPARE ? "both databases" : "the target",
                "undo what it made; the next run makes it anew"));
  }

  @Override
  public String mend(Damage damage) {
    StepName current = Objects.requireNonNull(journal.state().progress().current());
    for (Side side : Side.values()) {
      workspace(side).take(setup.lease()); // what another state directory began is not ours
    }
    steps.stream().filter(step -> step.name() == current).forEach(Step::undo);
    journal.record(new MigrationEvent.StepUndone(current));
    return current.spelled() + " was undone";
  }

  private boolean hasPrepared() {
    return log(Side.SOURCE).retains(migration(), Direction.FORWARD)
        || workspace(Side.SOURCE).knows(migration())
        || workspace(Side.TARGET).knows(migration());
  }

  private Log log(Side side) {
    return setup.database(side).log();
  }

  private Workspace workspace(Side side) {
    return setup.database(side).workspace();
  }

  private String migration() {
    return setup.lease().migration();
  }
}
