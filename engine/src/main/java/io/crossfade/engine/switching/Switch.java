package io.crossfade.engine.switching;

import io.crossfade.connector.Fence;
import io.crossfade.connector.Lease;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Setup;
import io.crossfade.engine.Switches;
import io.crossfade.engine.comparing.Proof;
import io.crossfade.engine.gates.Gate;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.shape.SourceTables;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Position;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.transfer.Failures;
import io.crossfade.transfer.follow.Following;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/// Moves all traffic from one side to the other: cutover one way, rollback the other way.
///
/// The order is the safety; see docs/steps/cutover.md. Hold, drain, fence the old side, prove that
/// no writer remains, read its last position, apply through it, let sequences leap, prove that the
/// stream back runs; then one row in the store says FLIP or ABORT, and only then does anybody move.
public final class Switch {
  private static final Duration RETRY = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofMillis(1);
  private static final String STORE_AWAY = "the control store was away until the deadline passed";

  /// Longer than any router should take by its own settings.
  private static final Duration ROUTERS_GET_READY = Duration.ofMinutes(1);

  private static final Duration LIFT_PATIENCE = Duration.ofSeconds(20);

  private final Setup setup;
  private final Streams streams;
  private final Journal journal;
  private final RouteBoard board;
  private final Decisions decisions;
  private final SourceTables tables;
  private final LongSupplier nanoTime;
  private final SequenceLeap sequences;
  private final SameServers sameServers;

  /// The compare-and-set row.
  public interface Decisions {
    /// Proposes an outcome and returns the one that won, durably. Waits while the store is away.
    Decision decide(Lease lease, int number, Decision wanted);

    /// As the other, but empty where the store is away and has certainly got no FLIP.
    Optional<Decision> tryToDecide(Lease lease, int number, Decision wanted);

    /// Empty while the switch is not decided.
    Optional<Decision> outcome(String migration, int number);
  }

  public Switch(
      Setup setup,
      Streams streams,
      Journal journal,
      RouteBoard board,
      Decisions decisions,
      SourceTables tables) {
    this.setup = setup;
    this.streams = streams;
    this.journal = journal;
    this.board = board;
    this.decisions = decisions;
    this.tables = tables;
    this.sequences = new SequenceLeap(setup);
    this.sameServers = new SameServers(setup);
    this.nanoTime = setup.workplace().timing()::nanoTime;
  }

  /// Nobody waits yet: whatever opens a connection or proves that a stream runs is done here.
  void warmUp(Direction direction, Duration patience) {
    if (setup.hasWayBack()) {
      streams.catchUp(direction.opposite(), patience);
    }
    streams.catchUp(direction, patience);
    sequences.ahead(direction);
    fence(direction.from()).prepare(setup.lease(), setup.tableNames(direction.from()), patience);
    for (Side side : Side.values()) {
      fence(side).isRaised(setup.lease().migration());
    }
    try {
      board.awaitAcquainted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrossfadeException(
          ErrorCode.DEADLINE_PASSED, "this process was stopped before anybody was held");
    }
  }

  /// Tells routers that writes are about to move, and waits until those are ready that need time
  /// for it. Nobody is held yet; whoever does not get ready in time does so in the hold.
  void announce(Direction direction) {
    board.announce(direction.to());
    try {
      boolean _ = board.awaitReady(direction.to(), ROUTERS_GET_READY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes have moved, or do not move now.
  void announceNothing() {
    board.announce(null);
  }

  /// One try, in earnest or as a rehearsal.
  ///
  /// @param passed whether nothing kept it from a FLIP, but perhaps its being a rehearsal
  /// @param wasLate whether it was called off because its time was over, so that a longer one may
  ///   succeed
  public record Attempt(SwitchReport report, boolean passed, boolean wasLate) {}

  /// Switches, or leaves everything as it was and says why.
  ///
  /// @param deadline from the hold to the decision
  Attempt attempt(Direction direction, Duration deadline) {
    return attempt(direction, deadline, Intent.MOVE);
  }

  /// The same up to the decision. Nobody ever proposes FLIP for it, whoever comes after a crash
  /// neither.
  Attempt rehearse(Direction direction, Duration deadline) {
    return attempt(direction, deadline, Intent.REHEARSE);
  }

  /// What is recorded first, and what is proposed when everything went well.
  private enum Intent {
    MOVE(MigrationEvent.SwitchStarted::new, Decision.FLIP, STORE_AWAY),
    REHEARSE(MigrationEvent.RehearsalStarted::new, Decision.ABORT, "it was a rehearsal");

    private final Beginning beginning;
    private final Decision best;
    private final String reason;

    Intent(Beginning beginning, Decision best, String reason) {
      this.beginning = beginning;
      this.best = best;
      this.reason = reason;
    }
  }

  private interface Beginning {
    MigrationEvent event(int number, Side from, Side to, long deadlineMillis);
  }

  private Attempt attempt(Direction direction, Duration deadline, Intent intent) {
    int number = journal.state().switches().count() + 1;
    Phases phases = new Phases(nanoTime);
    // from here on: a store that is away for longer than the deadline calls the switch off
    Deadline until = new Deadline(deadline, nanoTime);
    journal.record(
        intent.beginning.event(number, direction.from(), direction.to(), deadline.toMillis()));
    Open open = new Open(number, direction, board.current());
    String reason = intent.reason;
    Decision wanted = intent.best;
    boolean passed = true;
    boolean wasLate = false;
    try {
      bringTogether(direction, until, phases);
      if (intent == Intent.MOVE && direction == Direction.FORWARD) {
        // Since the gate was asked somebody may have passed the fence: the way back has told of it.
        Gate.pass("the decision", new Proof(setup, journal).missing());
      }
    } catch (RuntimeException e) {
      // Whatever it was: transactions are waiting, and only a decision lets them go on.
      wanted = Decision.ABORT;
      passed = false;
      reason = "" + e.getMessage();
      wasLate = e instanceof CrossfadeException c && c.code() == ErrorCode.DEADLINE_PASSED;
    }
    Decision proposed = wanted;
    Decision decision = phases.time("decide", () -> decision(open, proposed, until));
    return new Attempt(carryOut(open, decision, reason, phases), passed, wasLate);
  }

  /// FLIP needs the row in the store. Without it nobody has proposed FLIP, and as only this process
  /// could, nobody ever will: so it is ABORT, and what is fenced need not wait for the store.
  private Decision decision(Open open, Decision wanted, Deadline until) {
    while (true) {
      Optional<Decision> won = decisions.tryToDecide(setup.lease(), open.number(), wanted);
      if (won.isPresent() || wanted == Decision.ABORT || until.hasPassed()) {
        return won.orElse(Decision.ABORT);
      }
      setup.workplace().timing().pauseOrStop(RETRY);
    }
  }

  /// A switch that was started: where the traffic was before.
  private record Open(int number, Direction direction, Route before) {}

  /// Brings a switch to its end that a dead process, or a database that was away, left open.
  public SwitchReport resume(Switches.Open open) {
    Direction direction = Direction.from(open.from());
    Phases phases = new Phases(nanoTime);
    Decision decision =
        phases.time("decide", () -> decisions.decide(setup.lease(), open.number(), Decision.ABORT));
    return carryOut(
        new Open(open.number(), direction, board.current()),
        decision,
        "whoever had begun it could not bring it to its end",
        phases);
  }

  /// As [#resume], where writes are to be on the source: for that the target is not needed.
  ///
  /// @return whether it was brought to its end
  public boolean resumeOnSource(Switches.Open open) {
    Decision outcome = decisions.decide(setup.lease(), open.number(), Decision.ABORT);
    boolean onSource = (outcome == Decision.FLIP ? open.to() : open.from()) == Side.SOURCE;
    if (onSource) {
      resume(open);
    }
    return onSource;
  }

  private void bringTogether(Direction direction, Deadline deadline, Phases phases) {
    Route held = board.current().hold();
    requireTime(deadline);
    phases.time("hold", () -> board.publish(held));
    // What was proven, was proven of the servers that we talk with: clients must reach the same.
    Deadline fresh = new Deadline(SameServers.BELIEVED, nanoTime);
    var asked = beside("servers", sameServers::require, phases);
    requireTime(deadline);
    phases.time("drain", () -> drain(held, deadline));
    phases.time(
        "fence",
        () ->
            fence(direction.from())
                .raise(setup.lease(), setup.tableNames(direction.from()), deadline.left()));
    // Whoever was waited for has given an address time to lead elsewhere, where nobody was fenced.
    var servers =
        fresh.hasPassed()
            ? CompletableFuture.allOf(asked, beside("servers again", sameServers::require, phases))
            : asked;
    catchUp(direction, deadline, phases);
    awaitDone("asking both servers who they are", servers, deadline);
    requireTime(deadline);
  }

  private static void requireTime(Deadline deadline) {
    if (deadline.hasPassed()) {
      throw new CrossfadeException(ErrorCode.DEADLINE_PASSED, "the deadline passed");
    }
  }

  private void drain(Route held, Deadline deadline) {
    try {
      if (board.awaitDrained(held.epoch(), deadline.left())) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CrossfadeException(
        ErrorCode.DEADLINE_PASSED,
        "transactions that had begun before the hold did not end in time; routers: "
            + board.routers());
  }

  /// What does not depend on each other, once no writer remains. A table that was altered, or a
  /// partition that was dropped, a moment ago was seen by nobody yet.
  private void catchUp(Direction direction, Deadline deadline, Phases phases) {
    Position last =
        phases.time(
            "last position",
            () -> setup.database(direction.from()).log().marker(setup.lease().migration()));
    var leap = beside("sequences", () -> sequences.leap(direction), phases);
    var wayBack =
        setup.hasWayBack()
            ? beside(
                "way back", () -> streams.catchUp(direction.opposite(), deadline.left()), phases)
            : CompletableFuture.<Void>completedFuture(null);
    CompletableFuture<Void> same =
        direction == Direction.FORWARD
            ? beside("source tables", tables::requireSame, phases)
            : wayBack;
    boolean applied =
        phases.time(
            "catch up", () -> streams.require(direction).awaitApplied(last, deadline.left()));
    // One that does not end now may end later: a sequence that has leapt for nothing harms nobody.
    awaitDone("letting sequences leap", leap, deadline);
    awaitDone("proving that the way back runs", wayBack, deadline);
    awaitDone("looking at the source's tables", same, deadline);
    if (!applied) {
      throw new CrossfadeException(
          ErrorCode.DEADLINE_PASSED, "the last changes could not be applied in time");
    }
  }

  /// Whoever alters a table, in scope or not, may keep a look at the catalog waiting for as long as
  /// he likes, and a server may hang; those who are held wait for the deadline at most.
  private void awaitDone(String doing, CompletableFuture<Void> work, Deadline deadline) {
    while (!work.isDone()) {
      if (deadline.hasPassed()) {
        throw new CrossfadeException(
            ErrorCode.DEADLINE_PASSED,
            "the deadline passed, and %s had not ended: a database is slow or hangs"
                .formatted(doing));
      }
      setup.workplace().timing().pauseOrStop(LOOK);
    }
    Failures.join(work);
  }

  private CompletableFuture<Void> beside(String phase, Runnable work, Phases phases) {
    return CompletableFuture.runAsync(() -> phases.time(phase, work), setup.threads());
  }

  /// What a decision leads to waits for nobody: whoever comes after us finds the same decision, and
  /// publishes the same route under the same epoch. It is recorded when the store can be reached.
  private SwitchReport carryOut(Open open, Decision decision, String reason, Phases phases) {
    String why = decision == Decision.FLIP ? "everything is on both sides" : reason;
    journal.tell(new MigrationEvent.SwitchDecided(open.number(), decision, why));
    Route route =
        phases.time(
            "release", () -> decision == Decision.FLIP ? flip(open.direction()) : stay(open));
    journal.record(new MigrationEvent.SwitchFinished(open.number(), phases.taken()));
    return new SwitchReport(open.number(), decision, why, route, phases.taken(), null);
  }

  /// From here on there is only rollback. The streams change roles before anybody can write.
  private Route flip(Direction direction) {
    streams.start(direction, Following.Mode.WATCH).mode(Following.Mode.WATCH);
    if (setup.hasWayBack()) {
      streams.start(direction.opposite(), Following.Mode.APPLY).mode(Following.Mode.APPLY);
    }
    Route route = streams.strategy().route(direction.to(), board.current());
    lift(direction.to(), route);
    return publish(route);
  }

  private Route stay(Open open) {
    Direction direction = open.direction();
    Route now = board.current();
    Route before = open.before();
    Route route =
        new Route(
            now.migration(),
            now.epoch() + 1,
            now.writes(),
            before.reads(),
            before.percent(),
            before.shadowPercent(),
            false);
    lift(direction.from(), route);
    return publish(route);
  }

  private Route publish(Route route) {
    board.publish(route, r -> journal.tell(new MigrationEvent.RoutePublished(r)));
    return route;
  }

  /// The decision is made, so this must succeed sometime. A database that is away is waited for;
  /// when it stays away the switch stays open, and goes on with the next start or the next try.
  /// Where both sides are written, mirrors that come late are refused.
  private void lift(Side side, Route next) {
    Deadline patience = new Deadline(LIFT_PATIENCE, nanoTime);
    while (true) {
      try {
        if (next.writes().mirrored()) {
          fence(side).lift(setup.lease(), setup.tableNames(side));
        } else {
          fence(side).liftWholly(setup.lease(), setup.tableNames(side));
        }
        return;
      } catch (CrossfadeException e) {
        boolean passing =
            e.code() == ErrorCode.DATABASE_FAILED || e.code() == ErrorCode.DEADLINE_PASSED;
        if (!passing || patience.hasPassed()) {
          throw e;
        }
        setup.workplace().timing().pauseOrStop(RETRY);
      }
    }
  }

  private Fence fence(Side side) {
    return setup.database(side).fence();
  }
}
