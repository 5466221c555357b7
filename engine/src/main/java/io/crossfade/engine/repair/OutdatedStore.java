package io.crossfade.engine.repair;

import io.crossfade.engine.Decision;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.OlderStore;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.engine.Switches;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.switching.Switch;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A store that is older than the databases, restored from a backup perhaps. It is brought up to
/// what they say: which side is written. Nothing is written in them.
public final class OutdatedStore implements Check {
  private static final String WHY = "the databases' fences say so; the store was an older copy";

  private final Setup setup;
  private final Journal journal;
  private final RouteBoard board;
  private final Switch.Decisions decisions;
  private final OlderStore olderStore;

  public OutdatedStore(
      Setup setup,
      Journal journal,
      RouteBoard board,
      Switch.Decisions decisions,
      OlderStore olderStore) {
    this.setup = setup;
    this.journal = journal;
    this.board = board;
    this.decisions = decisions;
    this.olderStore = olderStore;
  }

  @Override
  public List<Damage> look() {
    boolean ends = journal.state().phase().isEnd() || journal.state().progress().ending() != null;
    if (ends || olderStore.hasAgreed()) {
      return List.of();
    }
    try {
      return compared();
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.DATABASE_FAILED || journal.state().switches().forgotten()) {
        throw e;
      }
      return List.of(); // those who come after say which one is away
    }
  }

  private List<Damage> compared() {
    if (olderStore.hasEnded()) {
      return List.of(
          Damage.forAPerson(
              "a database knows nothing of the migration: it has ended, which the store does not remember, or this is not the database that it was",
              "the control store",
              "ask both databases, as docs/store.md says; move the state directory away only if it has ended"));
    }
    Side believed = olderStore.believed();
    return olderStore
        .written()
        .filter(written -> written != believed)
        .map(written ->
            Damage.of(
                "it says that the %s is written, and the databases say: the %s"
                    .formatted(believed.spelled(), written.spelled()),
                "the control store",
                "record what the databases say; then `crossfade verify`"))
        .stream()
        .toList();
  }

  /// Else the side that is written would be fenced, and the other one opened.
  @Override
  public boolean isNeededByOthers() {
    return true;
  }

  @Override
  public String mend(Damage damage) {
    setup.takeLeases(); // from here on nobody else changes what they say
    Optional<Side> written = olderStore.written();
    if (written.isPresent()) {
      endOpenSwitch(written.get());
      if (journal.state().authoritative() != written.get()) {
        move(written.get());
      }
      // what was verified was that of before
      journal.record(
          new MigrationEvent.StoreRestored(setup.lease().number(), setup.lease().number()));
      board.publish(board.current().allOn(written.get()).leap());
    }
    return "the store says now that the %s is written (epoch %d); everything is to be compared anew"
        .formatted(journal.state().authoritative().spelled(), journal.state().route().epoch());
  }

  private void endOpenSwitch(Side written) {
    Switches.Open open = journal.state().switches().open();
    if (open != null) {
      boolean flip = open.to() == written && !open.rehearsal();
      decide(open.number(), flip ? Decision.FLIP : Decision.ABORT);
    }
  }

  /// The steps that must lie behind such a switch, then the switch itself.
  private void move(Side to) {
    StepName step = to == Side.TARGET ? StepName.CUTOVER : StepName.ROLLBACK;
    while (!journal.state().legal().contains(step)) {
      StepName next = journal.state().legal().getFirst();
      journal.record(new MigrationEvent.StepStarted(next));
      journal.record(new MigrationEvent.StepFinished(next, Map.of()));
    }
    journal.record(new MigrationEvent.StepStarted(step));
    int number = journal.state().switches().count() + 1;
    journal.record(new MigrationEvent.SwitchStarted(number, to.other(), to, 0));
    decide(number, Decision.FLIP);
    journal.record(new MigrationEvent.StepFinished(step, Map.of()));
  }

  /// The first who wrote it has decided it.
  private void decide(int number, Decision wanted) {
    Decision won = decisions.decide(setup.lease(), number, wanted);
    journal.record(new MigrationEvent.SwitchDecided(number, won, WHY));
    journal.record(new MigrationEvent.SwitchFinished(number, Map.of()));
  }
}
