package io.crossfade.engine.repair;

import io.crossfade.connector.Log;
import io.crossfade.connector.Workspace;
import io.crossfade.engine.Journal;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Setup;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import java.util.ArrayList;
import java.util.List;

/// What is still there after the end, or again: a process that slept through the end may wake up
/// and keep a log once more. What a migration of the same name from elsewhere has there is not
/// touched.
public final class Remains implements Check {
  private final Setup setup;
  private final Journal journal;

  public Remains(Setup setup, Journal journal) {
    this.setup = setup;
    this.journal = journal;
  }

  @Override
  public List<Damage> look() {
    List<Damage> found = new ArrayList<>();
    if (!journal.state().phase().isEnd()) {
      return found;
    }
    for (Direction direction : Direction.values()) {
      if (log(direction).retains(migration(), direction)) {
        found.add(
            Damage.of(
                "the server keeps its log for the %s stream, and the migration has ended"
                    .formatted(direction),
                where(direction.from()),
                "remove slot and publication"));
      }
    }
    for (Side side : Side.values()) {
      if (isToBeGone(side) && workspace(side).knows(migration())) {
        found.add(
            Damage.of(
                "the schema crossfade still knows the migration, which has ended",
                where(side),
                "remove what is of this migration, its fence too"));
      }
    }
    return found;
  }

  @Override
  public String mend(Damage damage) {
    for (Side side : Side.values()) {
      if (damage.where().equals(where(side))) {
        workspace(side).take(setup.lease()); // refuses what is another one's
        Direction direction = Direction.from(side);
        log(direction).release(migration(), direction);
        if (isToBeGone(side)) {
          workspace(side).remove(migration());
        }
      }
    }
    return "it was removed";
  }

  /// After a cleanup the source stays fenced on purpose.
  private boolean isToBeGone(Side side) {
    return side == Side.TARGET || journal.state().phase() == Phase.ABORTED;
  }

  private Log log(Direction direction) {
    return setup.database(direction.from()).log();
  }

  private Workspace workspace(Side side) {
    return setup.database(side).workspace();
  }

  private String migration() {
    return setup.lease().migration();
  }

  private static String where(Side side) {
    return "the " + side.spelled();
  }
}
