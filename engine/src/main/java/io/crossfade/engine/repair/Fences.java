package io.crossfade.engine.repair;

import io.crossfade.connector.Fence;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// From prepare to the end the side that follows is fenced, and the side that is written is not.
public final class Fences implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Setup setup;
  private final Journal journal;

  public Fences(Setup setup, Journal journal) {
    this.setup = setup;
    this.journal = journal;
  }

  @Override
  public List<Damage> look() {
    MigrationState state = journal.state();
    List<Damage> found = new ArrayList<>();
    if (!state.progress().hasFinished(StepName.PREPARE)
        || state.phase().isEnd()
        || state.switches().open() != null) {
      return found;
    }
    for (Side side : Side.values()) {
      boolean raised = fence(side).isRaised(setup.lease().migration());
      if (raised && side == state.authoritative()) {
        found.add(
            Damage.of("the side that is written refuses writes", where(side), "lift its fence"));
      }
      if (!raised && side != state.authoritative()) {
        found.add(
            Damage.of(
                "the side that follows can be written by anybody",
                where(side),
                "raise its fence; then `crossfade verify`"));
      }
    }
    return found;
  }

  @Override
  public String mend(Damage damage) {
    Side written = journal.state().authoritative();
    if (damage.where().equals(where(written))) {
      fence(written).lift(setup.lease(), setup.tableNames(written));
      return "its fence was lifted";
    }
    Side other = written.other();
    fence(other).raise(setup.lease(), setup.tableNames(other), PATIENCE);
    return "its fence was raised; what was written there meanwhile shows in `crossfade verify`";
  }

  private Fence fence(Side side) {
    return setup.database(side).fence();
  }

  private static String where(Side side) {
    return "the " + side.spelled();
  }
}
