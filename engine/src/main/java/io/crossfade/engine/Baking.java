package io.crossfade.engine;

import io.crossfade.connector.Problem;
import io.crossfade.engine.gates.MeasuredGates;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bake after a cutover: how it begins, what the gates lead to meanwhile, and how it ends.
public final class Baking {
  private static final Duration EVERY = Duration.ofMillis(250);

  private final Journal journal;
  private final MeasuredGates gates;
  private final Reactions reactions;
  private final Duration bake;
  private final Timing timing;
  private final InstantSource clock;

  /// @param bake how long the gates are asked after a cutover
  public Baking(
      Journal journal,
      MeasuredGates gates,
      RouteBoard board,
      Duration bake,
      Timing timing,
      InstantSource clock) {
    this.journal = journal;
    this.gates = gates;
    this.reactions = new Reactions(journal, gates, board, timing);
    this.bake = bake;
    this.timing = timing;
    this.clock = clock;
  }

  /// Watches until its thread is interrupted.
  void watch(Reacting means, Beside beside) {
    new Turns("the watch over gates", EVERY, journal, timing).run(() -> look(means, beside));
  }

  private void look(Reacting means, Beside beside) {
    MigrationState state = journal.state();
    if (state.switches().open() != null
        || state.phase().isEnd()
        || state.progress().ending() != null
        || journal.away().isPresent()) { // what is judged now would be done when it is long over
      return;
    }
    if (state.phase() == Phase.CUT_OVER && now().bake() == null && !bake.isZero()) {
      journal.record(
          new MigrationEvent.BakeStarted(
              clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()));
    }
    if (now().isBaking() && bake.isZero()) {
      journal.record(new MigrationEvent.BakeEnded("the manifest wants none"));
    }
    reactions.look(means, beside);
    Switches.Bake baking = now().bake();
    if (baking != null && !baking.over() && isOver(baking)) {
      journal.record(new MigrationEvent.BakeEnded("every gate passes"));
    }
  }

  /// A pause keeps it from ending: a person has still to look.
  private boolean isOver(Switches.Bake baking) {
    return !clock.instant().isBefore(baking.since().plus(bake))
        && journal.state().progress().pause() == null
        && now().owed() == null
        && gates.before(Moment.BAKE).isEmpty();
  }

  private Switches now() {
    return journal.state().switches();
  }

  /// What speaks against a cleanup now.
  List<Problem> beforeCleanup() {
    if (bake.isZero() || (now().bake() != null && now().bake().over())) {
      return List.of();
    }
    Instant until = until(now().bake());
    return List.of(
        new Problem(
            until == null
                ? "the bake has not begun"
                : "the bake lasts until " + until + ", and until every gate passes",
            "cutover.bake",
            "wait; or write a shorter one into the manifest and start `run` again"));
  }

  private @Nullable Instant until(Switches.@Nullable Bake baking) {
    return baking == null ? null : baking.since().plus(bake);
  }

  Status.@Nullable Baking status() {
    Switches.Bake baking = now().bake();
    return baking == null
        ? null
        : new Status.Baking(baking.since(), until(baking), baking.over(), now().failed());
  }
}
