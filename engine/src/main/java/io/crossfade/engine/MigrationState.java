package io.crossfade.engine;

import io.crossfade.engine.MigrationEvent.FencedSideWritten;
import io.crossfade.engine.MigrationEvent.MigrationEnded;
import io.crossfade.engine.MigrationEvent.Paused;
import io.crossfade.engine.MigrationEvent.RehearsalStarted;
import io.crossfade.engine.MigrationEvent.Rehearsed;
import io.crossfade.engine.MigrationEvent.Resumed;
import io.crossfade.engine.MigrationEvent.RoutePublished;
import io.crossfade.engine.MigrationEvent.StepFailed;
import io.crossfade.engine.MigrationEvent.StepFinished;
import io.crossfade.engine.MigrationEvent.StepUndone;
import io.crossfade.engine.MigrationEvent.SwitchDecided;
import io.crossfade.engine.MigrationEvent.SwitchFinished;
import io.crossfade.engine.MigrationEvent.SwitchStarted;
import io.crossfade.engine.MigrationEvent.TargetGivenUp;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.Switches.Bake;
import io.crossfade.engine.Switches.Open;
import io.crossfade.engine.Switches.Owed;
import io.crossfade.engine.approvals.Approvals;
import io.crossfade.engine.shape.KnownTable;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is known of a migration: the fold over its events, and nothing else.
///
/// An event that is not legal here is refused, so a log can never tell an impossible story.
///
/// @param route the last one published
/// @param verdicts the last verdict of each table
/// @param approvals what people have asked for and approved
public record MigrationState(
    String migration,
    Phase phase,
    Progress progress,
    Switches switches,
    Route route,
    Map<TableName, VerdictReached> verdicts,
    Approvals approvals) {

  public MigrationState {
    verdicts = Map.copyOf(verdicts);
  }

  /// A migration of which nothing is recorded.
  public static MigrationState initial(String migration) {
    return new MigrationState(
        migration,
        Phase.NEW,
        Progress.NONE,
        Switches.NONE,
        Route.initial(migration),
        Map.of(),
        Approvals.NONE);
  }

  /// The fold. An event that is not legal here throws INTERNAL.
  public MigrationState after(MigrationEvent event) {
    if (phase.isEnd()) {
      throw impossible(event, "the migration has ended");
    }
    return folded(event).settled();
  }

  private MigrationState folded(MigrationEvent event) {
    return switch (event) {
      case MigrationEvent.MigrationCreated _,
          MigrationEvent.ProcessStarted _,
          MigrationEvent.RowDiffers _,
          MigrationEvent.RowRepaired _,
          MigrationEvent.Mended _,
          MigrationEvent.GateRefused _,
          MigrationEvent.BaselineMeasured _,
          MigrationEvent.TrafficCounted _,
          MigrationEvent.AnomalySeen _,
          MigrationEvent.Noted _ ->
          this;
      case MigrationEvent.StepStarted e -> started(e);
      case StepFinished e -> finished(e);
      case StepFailed e -> with(phase, progress.failed(e));
      case StepUndone e -> undone(e);
      case MigrationEvent.StoreRestored _ ->
          unjudged().with(phase, switches.forgotten(true).baking(null)).with(Approvals.NONE);
      case RoutePublished e -> published(e);
      case SwitchStarted e ->
          opened(e, new Open(e.number(), e.from(), e.to(), e.deadlineMillis(), false, null));
      case RehearsalStarted e ->
          opened(e, new Open(e.number(), e.from(), e.to(), e.deadlineMillis(), true, null));
      case SwitchDecided e -> switchDecided(e);
      case SwitchFinished e -> switchFinished(e);
      case Rehearsed e -> with(phase, switches.rehearsed(e));
      case Paused e -> paused(e, new Pause(e.by(), e.since(), e.reason()));
      case Resumed e -> paused(e, null).owing(null);
      case MigrationEvent.BakeStarted e -> bakes(e);
      case MigrationEvent.BakeEnded e -> baked(e);
      case MigrationEvent.GateActed e ->
          with(phase, switches.acted(e)).with(phase, progress.acted(e, authoritative()));
      case MigrationEvent.RolloutStepBegun e -> with(phase, progress.rolledOut(e));
      case MigrationEvent.ApprovalAsked e -> with(approvals.asked(e));
      case MigrationEvent.ApprovalGiven e -> approved(e);
      case MigrationEvent.ApprovalRefused e -> with(approvals.refused(e));
      case MigrationEvent.ReactionRevoked _ -> owing(null);
      case MigrationEvent.LogGivenUp e -> gaveUp(e);
      case MigrationEvent.FailedOver e -> failedOver(e);
      case MigrationEvent.TableTakenUp e -> takenUp(e);
      case MigrationEvent.TableFollowed e -> with(phase, progress.followed(e.table()));
      case MigrationEvent.ThrottleSet e ->
          with(phase, progress.paced(new PaceSetting(e.mode(), e.rowsPerSecond())));
      case TargetGivenUp e -> givenUp(e);
      case FencedSideWritten _, MigrationEvent.EqualityChanged _ -> unjudged();
      case VerdictReached e -> judged(e);
      case MigrationEnded e -> ended(e);
    };
  }

  /// The steps that may begin, or go on, now.
  public List<StepName> legal() {
    if (phase.isEnd()) {
      return List.of();
    }
    if (switches.open() != null) {
      return List.of(switches.open().step());
    }
    if (progress.ending() != null) {
      return List.of(progress.ending());
    }
    return Transitions.legal(phase, progress.isOneWay());
  }

  /// The log of a stream that goes on without it no longer; empty while it is kept.
  public Optional<GivenUpLog> logGivenUp(Direction direction) {
    return progress.logGivenUp(direction).map(why -> GivenUpLog.of(this, direction, why));
  }

  /// Whoever has come back from a cutover waits for a person's word before the next.
  boolean awaitsFirstCutover() {
    return phase == Phase.READS_SHIFTED && !progress.hasFinished(StepName.CUTOVER);
  }

  /// Whether a log that was given up can be had again, because the rows that stood on it still can:
  /// after a cutover some are only on the target.
  public boolean mayStitchAnew() {
    return legal().contains(StepName.ABORT)
        && progress.ending() == null
        && !progress.hasFinished(StepName.CUTOVER);
  }

  /// Code and message of what stands in the way, as far as it is recorded; empty where nothing
  /// does.
  Optional<String> whatIsWrong() {
    Optional<String> lost = lostLogs();
    return lost.isPresent() || phase.isEnd()
        ? lost
        : Optional.ofNullable(progress.lastError()).map(e -> e.errorCode() + ": " + e.message());
  }

  /// Code and message of which logs are given up; empty where none is.
  Optional<String> lostLogs() {
    String lost =
        Arrays.stream(Direction.values())
            .flatMap(direction -> logGivenUp(direction).stream())
            .map(GivenUpLog::toString)
            .collect(Collectors.joining("; "));
    return lost.isEmpty() || phase.isEnd()
        ? Optional.empty()
        : Optional.of(ErrorCode.SOURCE_LOG_LOST + ": " + lost);
  }

  public Side authoritative() {
    return switches.authoritative();
  }

  private MigrationState started(MigrationEvent.StepStarted e) {
    if (!legal().contains(e.step())) {
      throw impossible(e, "legal are " + legal());
    }
    return with(phase, progress.started(e.step()));
  }

  private MigrationState finished(StepFinished e) {
    if (progress.current() != e.step()) {
      throw impossible(e, "the step was not started");
    }
    return switch (e.step()) {
      case CUTOVER, ROLLBACK -> finishedSwitching(e);
      // these two end with MigrationEnded, once nothing of ours is left to record anything about
      case CLEANUP, ABORT -> with(phase, progress.finished(e.step(), e.facts()));
      case PREPARE, BACKFILL, CATCH_UP, FINISH, VERIFY, SHIFT_READS, BAKE, REHEARSE ->
          with(
                  Transitions.next(phase, e.step())
                      .orElseThrow(() -> impossible(e, "the table of moves has no such move")),
                  progress.finished(e.step(), e.facts()))
              .with(approvals.used(e.step()));
    };
  }

  /// The switch's FLIP has moved the phase already; finishing only closes the step.
  private MigrationState finishedSwitching(StepFinished e) {
    Side side = e.step() == StepName.CUTOVER ? Side.TARGET : Side.SOURCE;
    if (switches.open() != null || authoritative() != side) {
      throw impossible(e, "its switch has not flipped and finished");
    }
    return with(phase, progress.finished(e.step(), e.facts()));
  }

  private MigrationState published(RoutePublished e) {
    if (e.route().epoch() < route.epoch()) {
      throw impossible(e, "the epoch only grows, and it is " + route.epoch());
    }
    return new MigrationState(
        migration, phase, progress, switches.forgotten(false), e.route(), verdicts, approvals);
  }

  private MigrationState opened(MigrationEvent e, Open open) {
    if (switches.open() != null
        || open.number() != switches.count() + 1
        || open.from() != authoritative()
        || open.to() == open.from()) {
      throw impossible(e, "it does not follow from " + switches);
    }
    if (progress.current() != open.step()) {
      throw impossible(e, "the step is " + progress.current());
    }
    return with(phase, switches.opened(open));
  }

  private MigrationState paused(MigrationEvent e, @Nullable Pause pause) {
    if ((pause == null) == (progress.pause() == null) || progress.ending() != null) {
      throw impossible(e, "the pause is " + progress.pause());
    }
    return with(phase, progress.paused(pause));
  }

  private MigrationState switchDecided(SwitchDecided e) {
    Open open = openSwitch(e, e.number());
    if (open.decision() != null && open.decision() != e.decision()) {
      throw impossible(e, "it was decided: " + open.decision());
    }
    boolean flips = e.decision() == Decision.FLIP;
    if (flips && open.rehearsal()) {
      throw impossible(e, "it was a rehearsal");
    }
    Phase flipped = open.to() == Side.TARGET ? Phase.CUT_OVER : Phase.ROLLED_BACK;
    return with(flips ? flipped : phase, switches.decided(open.decided(e.decision())))
        .with(flips ? Approvals.NONE : approvals);
  }

  private MigrationState switchFinished(SwitchFinished e) {
    if (openSwitch(e, e.number()).decision() == null) {
      throw impossible(e, "it was not decided");
    }
    return with(phase, switches.finished());
  }

  private Open openSwitch(MigrationEvent event, int number) {
    @Nullable Open open = switches.open();
    if (open == null || open.number() != number) {
      throw impossible(event, "this switch is not open");
    }
    return open;
  }

  private MigrationState bakes(MigrationEvent.BakeStarted e) {
    if (phase != Phase.CUT_OVER || switches.bake() != null) {
      throw impossible(e, "the bake is " + switches.bake());
    }
    return with(phase, switches.baking(new Bake(Instant.parse(e.since()), false)));
  }

  private MigrationState baked(MigrationEvent.BakeEnded e) {
    Bake bake = switches.bake();
    if (bake == null || bake.over()) {
      throw impossible(e, "the bake is " + bake);
    }
    return with(phase, switches.baking(new Bake(bake.since(), true)));
  }

  private MigrationState owing(@Nullable Owed owed) {
    return with(phase, switches.owing(owed));
  }

  /// Without what was owed, where that is done.
  private MigrationState settled() {
    Owed owed = switches.owed();
    return owed == null || owed.isStill(this) ? this : owing(null);
  }

  /// Whatever has let it pass before: nobody's own yes is ever recorded.
  private MigrationState approved(MigrationEvent.ApprovalGiven e) {
    Optional<String> whyNot = approvals.whyNot(e);
    if (whyNot.isPresent()) {
      throw impossible(e, whyNot.get());
    }
    return with(approvals.given(e));
  }

  private MigrationState gaveUp(MigrationEvent.LogGivenUp e) {
    if (!progress.hasFinished(Progress.keeps(e.direction()))) {
      throw impossible(e, "no log is kept for it");
    }
    return with(phase, progress.gaveUp(e.direction(), e.text()));
  }

  /// Whether both sides are the same is to be found out anew.
  private MigrationState failedOver(MigrationEvent.FailedOver e) {
    if (!progress.hasFinished(StepName.PREPARE)) {
      throw impossible(e, "nothing stands on a server yet");
    }
    Progress now = progress.failedOver(e.side(), e.is());
    for (Direction direction : e.lost()) {
      if (progress.hasFinished(Progress.keeps(direction))) {
        now = now.gaveUp(direction, e.text());
      }
    }
    return with(phase, now).unjudged();
  }

  /// Whether both sides are the same is to be found out anew.
  private MigrationState takenUp(MigrationEvent.TableTakenUp e) {
    if (!progress.hasFinished(StepName.PREPARE)) {
      throw impossible(e, "no table was taken up yet");
    }
    return with(phase, progress.takenUp(KnownTable.parse(e.known()))).unjudged();
  }

  /// What was judged goes with the rows.
  private MigrationState undone(StepUndone e) {
    MigrationState before = with(Transitions.before(e.step()), progress.undone(e.step()));
    return e.step() == StepName.BACKFILL ? before.unjudged() : before;
  }

  private MigrationState givenUp(TargetGivenUp e) {
    if (switches.open() == null || switches.open().step() != StepName.ROLLBACK) {
      throw impossible(e, "no rollback is open");
    }
    return unjudged();
  }

  private MigrationState unjudged() {
    return new MigrationState(migration, phase, progress, switches, route, Map.of(), approvals);
  }

  private MigrationState judged(VerdictReached e) {
    Map<TableName, VerdictReached> newer = new TreeMap<>(verdicts);
    newer.put(e.table(), e);
    return new MigrationState(migration, phase, progress, switches, route, newer, approvals);
  }

  private MigrationState ended(MigrationEnded e) {
    StepName step =
        e.outcome() == MigrationEvent.Outcome.CLEANED ? StepName.CLEANUP : StepName.ABORT;
    if (progress.ending() != step) {
      throw impossible(e, step + " was not started");
    }
    Phase end = step == StepName.CLEANUP ? Phase.CLEANED : Phase.ABORTED;
    return with(end, new Progress(null, null, null, progress.facts(), null, null, progress.pace()));
  }

  private MigrationState with(Phase newPhase, Progress newProgress) {
    return new MigrationState(
        migration, newPhase, newProgress, switches, route, verdicts, approvals);
  }

  private MigrationState with(Phase newPhase, Switches newSwitches) {
    return new MigrationState(
        migration, newPhase, progress, newSwitches, route, verdicts, approvals);
  }

  private MigrationState with(Approvals now) {
    return new MigrationState(migration, phase, progress, switches, route, verdicts, now);
  }

  private CrossfadeException impossible(MigrationEvent event, String why) {
    return new CrossfadeException(
        ErrorCode.INTERNAL,
        "the log of migration %s cannot go on with %s in phase %s: %s. Please report this."
            .formatted(migration, event, phase, why));
  }
}
