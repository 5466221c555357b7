package io.crossfade.engine;

import io.crossfade.engine.Switches.Owed;
import io.crossfade.engine.gates.MeasuredGate;
import io.crossfade.engine.gates.MeasuredGate.Judgement;
import io.crossfade.engine.gates.MeasuredGates;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks the gates, and does what they ask for. That is recorded first, and is owed until it is
/// done, revoked by a person, or the gate passes again: so neither a process that dies nor a try
/// that fails loses it. Used by one thread.
final class Reactions {
  private static final String CROSSFADE = "crossfade";

  /// A rollback that was called off has held everybody for a while.
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Journal journal;
  private final MeasuredGates gates;
  private final RouteBoard board;
  private final Timing timing;
  private final Map<MeasuredGate, Judgement> seen = new HashMap<>();

  /// What began to fail while another one's reaction was owed already.
  private final Set<MeasuredGate> passedOver = new HashSet<>();

  private @Nullable Long triedAt;

  Reactions(Journal journal, MeasuredGates gates, RouteBoard board, Timing timing) {
    this.journal = journal;
    this.gates = gates;
    this.board = board;
    this.timing = timing;
  }

  void look(Reacting means, Beside beside) {
    gates.all().forEach(this::ask);
    Owed owed = now().owed();
    if (owed == null) {
      triedAt = null;
      passedOver.clear();
    } else if (passesAgain(owed)) {
      revoke(owed, "it passes again, or is asked no more");
      seen.keySet().removeAll(passedOver);
    } else {
      carryOut(owed, means, beside);
    }
  }

  /// Only where it has become so: a person who goes on all the same has seen it.
  private void ask(MeasuredGate gate) {
    Judgement judged = gates.judgement(gate);
    if (judged.moments().contains(Moment.BAKE) != now().isBaking()) {
      return; // it was measured before the switch, and says nothing of what came of it
    }
    if (!judged.saysTheSameAs(seen.get(gate))) {
      if (isDecided()) {
        passedOver.add(gate);
      } else {
        wanted(gate, judged).ifPresent(does -> record(gate, judged, does));
      }
      seen.put(gate, judged); // not before it is recorded: that may fail
    }
  }

  private Optional<Reaction> wanted(MeasuredGate gate, Judgement judged) {
    Reaction wanted = gate.rule().onFailure();
    boolean moved =
        judged.moments().contains(Moment.READS) || judged.moments().contains(Moment.BAKE);
    if (judged.moments().isEmpty() || wanted == Reaction.WAIT) {
      return Optional.empty();
    }
    return switch (judged.state()) {
      case WAITING, PASSING -> Optional.empty();
      case FAILING -> moved || wanted != Reaction.ROLLBACK ? Optional.of(wanted) : Optional.empty();
      case INCONCLUSIVE ->
          moved && (!gate.isLenient() || gates.isStale(gate))
              ? Optional.of(Reaction.PAUSE)
              : Optional.empty();
    };
  }

  private void record(MeasuredGate gate, Judgement judged, Reaction does) {
    Status.Gated said = gates.status(gate);
    journal.record(
        new MigrationEvent.GateActed(
            said.name(),
            judged.state(),
            said.value() == null ? "none" : said.value().toString(),
            said.condition(),
            said.text(),
            does));
  }

  /// Whether more is owed than a pause.
  private boolean isDecided() {
    Owed owed = now().owed();
    return owed != null && owed.does() != Reaction.PAUSE;
  }

  /// Nobody knows in a process that has just begun; then it is carried out. So it is where the gate
  /// passes by good luck only, as where little traffic is left to fail.
  private boolean passesAgain(Owed owed) {
    return gates.all().stream()
        .filter(gate -> gate.rule().name().equals(owed.gate()))
        .filter(gate -> !gate.rule().moments().isEmpty())
        .map(gates::judgement)
        .findFirst()
        .map(judged ->
            judged.passesForSure() && judged.moments().contains(Moment.BAKE) == now().isBaking())
        .orElse(true);
  }

  private void carryOut(Owed owed, Reacting means, Beside beside) {
    switch (owed.does()) {
      case WAIT -> {}
      case PAUSE -> pause(owed, owed.text(), means);
      case ROLLBACK -> {
        if (now().isBaking()) {
          rollBack(owed, means);
        } else {
          pause(owed, owed.text(), means); // else they would move again
          takeReadsBack();
        }
      }
      case ABORT -> abort(owed, means, beside);
    }
  }

  private static void pause(Owed owed, String why, Reacting means) {
    var _ = means.pause("gate " + owed.gate(), why);
  }

  private void rollBack(Owed owed, Reacting means) {
    Optional<String> impossible =
        Stream.of(Direction.values())
            .flatMap(direction -> journal.state().logGivenUp(direction).stream())
            .map(GivenUpLog::why)
            .findFirst();
    if (impossible.isPresent()) {
      String why = "the rollback that it asked for is not possible: " + impossible.get();
      pause(owed, why, means);
      revoke(owed, why);
    } else if (isTimeToTry()) {
      means.rollBackIf(() -> owed.equals(now().owed()) && !passesAgain(owed));
    }
  }

  private void abort(Owed owed, Reacting means, Beside beside) {
    if (!journal.state().legal().contains(StepName.ABORT)) {
      revoke(owed, "nothing can be undone any more");
    } else if (isTimeToTry()) {
      beside.apart("the abort for a gate", means::abort);
    }
  }

  private boolean isTimeToTry() {
    long nanos = timing.nanoTime();
    boolean isTime = triedAt == null || nanos - triedAt >= AGAIN.toNanos();
    triedAt = isTime ? (Long) nanos : triedAt;
    return isTime;
  }

  /// Where a share is published at the same moment, that one is overtaken the next time.
  private void takeReadsBack() {
    if (journal.state().authoritative() == Side.SOURCE && board.current().reads() == Side.TARGET) {
      board.publish(board.current().reading(Side.SOURCE, 100).shadowing(0));
    }
  }

  private void revoke(Owed owed, String why) {
    journal.record(new MigrationEvent.ReactionRevoked(CROSSFADE, owed.gate(), why));
  }

  private Switches now() {
    return journal.state().switches();
  }
}
