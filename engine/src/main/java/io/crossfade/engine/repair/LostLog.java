package io.crossfade.engine.repair;

import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/// A log that is no longer kept for a stream. Nobody can bring it back.
public final class LostLog implements Check {
  private final Setup setup;
  private final Journal journal;

  public LostLog(Setup setup, Journal journal) {
    this.setup = setup;
    this.journal = journal;
  }

  @Override
  public List<Damage> look() {
    MigrationState state = journal.state();
    List<Damage> found = new ArrayList<>();
    if (!setup.followsLogs() || state.phase().isEnd() || state.progress().ending() != null) {
      return found;
    }
    if (state.progress().hasFinished(StepName.PREPARE)) {
      look(Direction.FORWARD, found);
    }
    if (state.progress().hasFinished(StepName.FINISH) && setup.hasWayBack()) {
      look(Direction.REVERSE, found);
    }
    return found;
  }

  private void look(Direction direction, List<Damage> found) {
    if (!isKept(direction)) {
      found.add(
          Damage.forAPerson(
              "the log for the %s stream is no longer kept".formatted(direction),
              "the " + direction.from(),
              journal
                  .state()
                  .logGivenUp(direction)
                  .map(lost -> "it was given up: " + lost.wayOut())
                  .orElse(wayOut(direction))));
    }
  }

  private static String wayOut(Direction direction) {
    return direction == Direction.FORWARD
        ? "nobody can bring it back: `crossfade abort`, then begin anew"
        : "there is no way back without loss: while the source is written, `crossfade abort` and begin anew";
  }

  private boolean isKept(Direction direction) {
    try {
      return setup
          .database(direction.from())
          .log()
          .retainedFrom(setup.lease().migration(), direction)
          .isPresent();
    } catch (CrossfadeException e) {
      if (e.code() == ErrorCode.SOURCE_LOG_LOST) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public String mend(Damage damage) {
    throw new IllegalStateException("nobody can mend " + damage);
  }
}
