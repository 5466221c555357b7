package io.crossfade.engine;

import io.crossfade.connector.Lease;
import io.crossfade.engine.switching.Switch;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.util.Map;
import java.util.Optional;

/// Whether the store tells an older story than the databases: it may have been restored from a
/// backup. Which side is written stands in the fences, for each switch records what it does before
/// it raises one, and its decision before it lifts the other. See docs/store.md.
public final class OlderStore {
  private final Setup setup;
  private final Journal journal;
  private final Switch.Decisions decisions;
  private volatile boolean agreed;

  public OlderStore(Setup setup, Journal journal, Switch.Decisions decisions) {
    this.setup = setup;
    this.journal = journal;
    this.decisions = decisions;
  }

  /// Says no before anything is written: STORE_OUTDATED where going on from the store would undo a
  /// switch or an end that it does not remember.
  void refuse() {
    if (hasAgreed()) {
      return;
    }
    if (hasEnded()) {
      throw outdated(
          "it says that the migration goes on, and a database knows nothing of it: it has ended since, or this is not the database that it was. Look which, as docs/store.md says, before you move the state directory away");
    }
    Side believed = believed();
    Optional<Side> written = written();
    if (written.isPresent() && written.get() != believed && !isGivingTargetUp()) {
      throw outdated(
          "it says that the %s is written, and the databases' fences say: the %s. Bring the newer store back; if it is lost, `crossfade repair` makes this one say what the databases say"
              .formatted(believed.spelled(), written.get().spelled()));
    }
    agreed = true;
  }

  /// Whether this process has seen them agree: what differs afterwards is not the store's age.
  public boolean hasAgreed() {
    return agreed && !journal.state().switches().forgotten();
  }

  /// Whether a database has forgotten a migration that is prepared and has not ended.
  public boolean hasEnded() {
    boolean isPrepared =
        journal.state().progress().hasFinished(StepName.PREPARE)
            && journal.state().progress().ending() == null
            && !journal.state().phase().isEnd()
            && !isToBeUndone();
    return isPrepared && !(knows(Side.SOURCE) && knows(Side.TARGET));
  }

  /// As the log was given up: a process may have died between undoing and saying so.
  private boolean isToBeUndone() {
    return journal.state().mayStitchAnew()
        && journal.state().logGivenUp(Direction.FORWARD).isPresent();
  }

  /// As the store says.
  public Side believed() {
    Switches.Open open = journal.state().switches().open();
    if (open == null) {
      return journal.state().authoritative();
    }
    Decision outcome =
        Optional.ofNullable(open.decision())
            .or(() -> decisions.outcome(setup.lease().migration(), open.number()))
            .orElse(Decision.ABORT);
    return outcome == Decision.FLIP ? open.to() : open.from();
  }

  /// Without the target: its fence cannot be raised, so that the source's is still to be lifted
  /// says nothing.
  private boolean isGivingTargetUp() {
    Switches.Open open = journal.state().switches().open();
    return open != null && open.to() == Side.SOURCE && open.deadlineMillis() == 0;
  }

  /// As the fences say; empty where they do not: in the midst of a switch both stand.
  public Optional<Side> written() {
    boolean source = refuses(Side.SOURCE);
    boolean target = refuses(Side.TARGET);
    return source == target ? Optional.empty() : Optional.of(source ? Side.TARGET : Side.SOURCE);
  }

  /// What another store has there says nothing about ours.
  private boolean refuses(Side side) {
    String migration = setup.lease().migration();
    return isOurs(setup.database(side).workspace().lease(migration))
        && setup.database(side).fence().isRaised(migration);
  }

  private boolean isOurs(Optional<Lease> there) {
    return there.filter(lease -> lease.store().equals(setup.lease().store())).isPresent();
  }

  private boolean knows(Side side) {
    return setup.database(side).workspace().knows(setup.lease().migration());
  }

  private CrossfadeException outdated(String why) {
    return new CrossfadeException(
        ErrorCode.STORE_OUTDATED,
        "the control store is older than the databases: %s. Nothing was written".formatted(why),
        Map.of("migration", setup.lease().migration()));
  }
}
