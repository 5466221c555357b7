package io.crossfade.engine.repair;

import io.crossfade.engine.Journal;
import io.crossfade.engine.routes.RouteBoard;
import java.util.List;

/// Clients that are held although no switch is open.
public final class HeldRoute implements Check {
  private final Journal journal;
  private final RouteBoard board;

  public HeldRoute(Journal journal, RouteBoard board) {
    this.journal = journal;
    this.board = board;
  }

  @Override
  public List<Damage> look() {
    boolean open = journal.state().switches().open() != null || journal.state().phase().isEnd();
    return open || !board.current().held()
        ? List.of()
        : List.of(
            Damage.of(
                "the route of epoch %d holds all transactions, and no switch is open"
                    .formatted(board.current().epoch()),
                "the route",
                "publish it anew, not held"));
  }

  @Override
  public String mend(Damage damage) {
    board.publish(board.current().release());
    return "published as epoch %d, not held".formatted(board.current().epoch());
  }
}
