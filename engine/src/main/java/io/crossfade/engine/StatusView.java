package io.crossfade.engine;

import io.crossfade.connector.Problem;
import io.crossfade.engine.MigrationEvent.StepFailed;
import io.crossfade.engine.comparing.Verification;
import io.crossfade.engine.comparing.Watchkeeper;
import io.crossfade.engine.gates.Readiness;
import io.crossfade.engine.routes.LedgerView;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.routes.Told;
import io.crossfade.engine.steps.CopyNumbers;
import io.crossfade.engine.streams.Lag;
import io.crossfade.engine.streams.Streams;
import io.crossfade.engine.throttle.Throttle;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts together how a running migration is doing. Asks no database.
public final class StatusView {
  private final Journal journal;
  private final RouteBoard board;
  private final Streams streams;
  private final Lag lag;
  private final CopyNumbers copy;
  private final Comparisons comparisons;

  /// Whoever compares, and what it means for the way back.
  ///
  /// @param gating what the gates say
  /// @param response how soon databases and applications answer
  public record Comparisons(
      Verification verification,
      Watchkeeper watchkeeper,
      Readiness readiness,
      Throttle throttle,
      Supplier<Status.Gating> gating,
      Supplier<Status.Response> response) {
    private long rows() {
      return verification.rowsCompared() + watchkeeper.rowsCompared();
    }
  }

  public StatusView(
      Journal journal,
      RouteBoard board,
      Streams streams,
      Lag lag,
      CopyNumbers copy,
      Comparisons comparisons) {
    this.journal = journal;
    this.board = board;
    this.streams = streams;
    this.lag = lag;
    this.copy = copy;
    this.comparisons = comparisons;
  }

  /// @param targetIsAway why the target is waited for; null when it is not
  public Status status(boolean moving, @Nullable CrossfadeException targetIsAway) {
    MigrationState state = journal.state();
    Direction direction = Direction.from(state.authoritative());
    List<Told> told = board.told();
    return new Status(
        new Status.Where(state.migration(), state.phase(), state.progress().current(), true),
        copy.hasBegun() ? copy.status() : Status.Copying.recorded(state.progress()),
        following(direction),
        Status.Comparing.of(state.verdicts().values(), comparisons.rows()),
        new Status.Traffic(
            board.current(),
            state.authoritative(),
            board.routers().size(),
            wayBack(state),
            state.switches().rehearsed(),
            comparisons.response().get(),
            Status.RollingOut.of(state.progress()),
            Status.Ledger.of(told),
            told.stream()
                .filter(router -> !router.lost())
                .flatMap(router -> router.findings().pinned().stream())
                .toList()),
        comparisons.gating().get(),
        orStoreIsAway(
            targetIsAway == null ? outlook(state, moving) : outlook(state, targetIsAway)));
  }

  Control.LedgerReport ledger() {
    List<Told> told = board.told();
    LedgerView all = LedgerView.of(told);
    return new Control.LedgerReport(
        all.stores(),
        told.stream().map(Control.RouterTold::of).toList(),
        all.entries(),
        all.mismatches());
  }

  void forget(String router) {
    boolean isLost = board.told().stream().anyMatch(t -> t.router().equals(router) && t.lost());
    if (!isLost || !board.forget(router)) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "router %s cannot be forgotten: it is alive, or nothing is known of it. `crossfade ledger` names those that are lost."
              .formatted(router));
    }
    journal.note(
        "router %s is lost, and what was in its ledger does not count any more".formatted(router));
  }

  /// How far the copy of each table is.
  List<Control.TableChunks> chunks() {
    return copy.tables();
  }

  private Status.Outlook orStoreIsAway(Status.Outlook outlook) {
    return journal
        .away()
        .map(why ->
            new Status.Outlook(
                null,
                outlook.paused(),
                outlook.throttled(),
                null,
                ErrorCode.DATABASE_FAILED + ": " + why,
                List.<NextStep>of()))
        .orElse(outlook);
  }

  private Status.Following following(Direction direction) {
    Lag.Measured measured = lag.of(direction);
    long changes =
        streams.numbers(Direction.FORWARD).changes() + streams.numbers(Direction.REVERSE).changes();
    return new Status.Following(
        streams.find(direction).filter(f -> f.failure() == null).isPresent(),
        measured == null ? null : measured.bytes(),
        measured == null ? null : measured.nanos() / 1_000_000,
        changes);
  }

  private Status.Readiness wayBack(MigrationState state) {
    if (state.phase().isEnd() || state.progress().ending() != null) {
      return new Status.Readiness(false, List.of("the migration ends or has ended"));
    }
    if (state.progress().isOneWay() || !comparisons.readiness().hasWayBack()) {
      return new Status.Readiness(false, List.of(NextStep.ONE_WAY));
    }
    List<Problem> problems =
        state.authoritative() == Side.SOURCE
            ? comparisons.readiness().wayBack()
            : comparisons.readiness().forRollback();
    return new Status.Readiness(
        problems.isEmpty(), problems.stream().map(Problem::toString).toList());
  }

  private Status.Outlook outlook(MigrationState state, boolean moving) {
    return new Status.Outlook(
        NextStep.awaited(state, moving),
        state.progress().pause(),
        comparisons.throttle().status(),
        closed(state).orElse(null),
        whatIsWrong(state).orElse(null),
        NextStep.of(state));
  }

  /// Reads that have moved do not move again by themselves.
  private Optional<Status.Closed> closed(MigrationState state) {
    return Stream.of(StepName.SHIFT_READS, StepName.CUTOVER, StepName.CLEANUP)
        .filter(step -> state.legal().contains(step))
        .filter(step -> step == StepName.CUTOVER || !state.progress().hasFinished(step))
        .flatMap(step ->
            comparisons.readiness().calendar().closed(step).stream()
                .map(closed -> new Status.Closed(step, closed.until(), closed.toString())))
        .findFirst();
  }

  /// What stands still now says more than what somebody was told once.
  private Optional<String> whatIsWrong(MigrationState state) {
    Optional<String> lost = state.lostLogs();
    if (lost.isPresent() || state.phase().isEnd()) {
      return lost;
    }
    return Arrays.stream(Direction.values())
        .flatMap(direction -> streams.standsStill(direction).stream())
        .map(why -> why.code() + ": " + why.getMessage())
        .findFirst()
        .or(() -> hasPassed(state) ? Optional.empty() : state.whatIsWrong());
  }

  /// Whether the gate is open by now that refused the last step. It has begun nothing, so nothing
  /// else is wrong.
  private boolean hasPassed(MigrationState state) {
    StepFailed last = state.progress().lastError();
    if (last == null || last.errorCode() != ErrorCode.GATE_REFUSED) {
      return false;
    }
    Readiness readiness = comparisons.readiness();
    return (state.authoritative() == Side.SOURCE ? readiness.forCutover() : readiness.forRollback())
        .isEmpty();
  }

  private Status.Outlook outlook(MigrationState state, CrossfadeException targetIsAway) {
    return new Status.Outlook(
        null,
        state.progress().pause(),
        comparisons.throttle().status(),
        null,
        targetIsAway.code() + ": the target is away: " + targetIsAway.getMessage(),
        NextStep.withoutTarget(state));
  }
}
