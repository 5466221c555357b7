package io.crossfade.engine;

import io.crossfade.connector.Problem;
import io.crossfade.engine.gates.GateState;
import io.crossfade.engine.gates.MeasuredGate;
import io.crossfade.engine.gates.MeasuredGate.Judgement;
import io.crossfade.engine.gates.MeasuredGates;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Does what the gates ask for where traffic has moved: while reads have, and in the bake after a
/// cutover. Everything that it does it does once, and what it has begun the next process goes on
/// with, for it is recorded first.
public final class Baking {
  private static final Duration EVERY = Duration.ofMillis(250);

  /// A rollback that was called off has held everybody for a while.
  private static final Duration ROLLBACK_AGAIN = Duration.ofSeconds(30);

  private final Journal journal;
  private final MeasuredGates gates;
  private final RouteBoard board;
  private final Duration bake;
  private final Timing timing;
  private final InstantSource clock;

  // Only the thread that watches.
  private final Map<MeasuredGate, Judgement> seen = new HashMap<>();
  private @Nullable Long triedAt;

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
    this.board = board;
    this.bake = bake;
    this.timing = timing;
    this.clock = clock;
  }

  /// Watches until its thread is interrupted.
  void watch(Control control, Beside beside) {
    new Turns("the watch over gates", EVERY, journal, timing).run(() -> look(control, beside));
  }

  private void look(Control control, Beside beside) {
    if (now().open() != null
        || journal.state().phase().isEnd()
        || journal.away().isPresent()) { // what is judged now would be done when it is long over
      return;
    }
    if (journal.state().phase() == Phase.CUT_OVER && now().bake() == null && !bake.isZero()) {
      journal.record(
          new MigrationEvent.BakeStarted(
              clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()));
    }
    gates.all().forEach(gate -> look(gate, control, beside));
    Switches.Bake baking = now().bake();
    if (baking == null) {
      triedAt = null;
    } else if (!baking.over()) {
      goOn(baking, control);
    }
  }

  private void goOn(Switches.Bake baking, Control control) {
    if (baking.failed() != null && !bake.isZero()) {
      rollBack(control);
    } else if (isOver(baking)) {
      journal.record(
          new MigrationEvent.BakeEnded(
              bake.isZero() ? "the manifest wants none" : "every gate passes"));
    }
  }

  /// A pause keeps it from ending: a person has still to look.
  private boolean isOver(Switches.Bake baking) {
    return bake.isZero()
        || (!clock.instant().isBefore(baking.since().plus(bake))
            && journal.state().progress().pause() == null
            && gates.before(Moment.BAKE).isEmpty());
  }

  private void rollBack(Control control) {
    long nanos = timing.nanoTime();
    if (triedAt == null || nanos - triedAt >= ROLLBACK_AGAIN.toNanos()) {
      triedAt = nanos;
      var _ = control.rollback(false);
    }
  }

  /// Only where it has become so: a person who goes on all the same has seen it.
  private void look(MeasuredGate gate, Control control, Beside beside) {
    Judgement judged = gates.judgement(gate);
    if (judged.moments().contains(Moment.BAKE) != now().isBaking()) {
      return; // it was measured before the switch, and says nothing of what came of it
    }
    Judgement before = seen.put(gate, judged);
    if (judged.saysTheSameAs(before) || judged.moments().isEmpty() || isDecided()) {
      return;
    }
    Reaction wanted = gate.rule().onFailure();
    boolean moved =
        judged.moments().contains(Moment.READS) || judged.moments().contains(Moment.BAKE);
    if (judged.state() == GateState.FAILING
        && wanted != Reaction.WAIT
        && (moved || wanted != Reaction.ROLLBACK)) {
      act(
          gate,
          judged,
          wanted,
          () -> beside.apart("the abort for a gate", control::abort),
          control);
    } else if (judged.state() == GateState.INCONCLUSIVE
        && moved
        && wanted != Reaction.WAIT
        && !gate.isLenient()) {
      act(gate, judged, Reaction.PAUSE, () -> {}, control);
    }
  }

  /// Whether the bake has failed already, or something ends.
  private boolean isDecided() {
    Switches.Bake baking = now().bake();
    return (baking != null && baking.failed() != null)
        || journal.state().progress().ending() != null;
  }

  private void act(
      MeasuredGate gate, Judgement judged, Reaction does, Runnable abort, Control control) {
    Status.Gated said = gates.status(gate);
    journal.record(
        new MigrationEvent.GateActed(
            said.name(),
            judged.state(),
            said.value() == null ? "none" : said.value().toString(),
            said.condition(),
            said.text(),
            does));
    switch (does) {
      case WAIT -> {}
      case PAUSE -> pause(said, control);
      case ROLLBACK -> {
        if (judged.moments().contains(Moment.READS)) {
          pause(said, control); // else they would move again; and no cutover begins from here on
          takeReadsBack();
        }
      }
      case ABORT -> abort.run();
    }
  }

  /// Where a share is published at the same moment, that one is overtaken.
  private void takeReadsBack() {
    try {
      publishReadsAtSource();
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.SUPERSEDED) {
        throw e;
      }
      publishReadsAtSource();
    }
  }

  private void publishReadsAtSource() {
    if (journal.state().authoritative() == Side.SOURCE && board.current().reads() == Side.TARGET) {
      board.publish(board.current().reading(Side.SOURCE, 100));
    }
  }

  private static void pause(Status.Gated said, Control control) {
    var _ = control.pause("gate " + said.name(), said.text());
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
        : new Status.Baking(baking.since(), until(baking), baking.over(), baking.failed());
  }
}
