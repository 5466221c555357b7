package io.crossfade.engine;

import io.crossfade.engine.MigrationEvent.FencedSideWritten;
import io.crossfade.engine.MigrationEvent.MigrationEnded;
import io.crossfade.engine.MigrationEvent.RoutePublished;
import io.crossfade.engine.MigrationEvent.StepFinished;
import io.crossfade.engine.MigrationEvent.StepUndone;
import io.crossfade.engine.MigrationEvent.SwitchDecided;
import io.crossfade.engine.MigrationEvent.SwitchFinished;
import io.crossfade.engine.MigrationEvent.SwitchStarted;
import io.crossfade.engine.MigrationEvent.TargetGivenUp;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known of a migration: the fold over its events, and nothing else.
///
/// An event that is not legal here is refused, so a log can never tell an impossible story.
///
/// @param route the last one published
/// @param verdicts the last verdict of each table
public record MigrationState(
    String migration,
    Phase phase,
    Progress progress,
    Switches switches,
    Route route,
    Map<TableName, VerdictReached> verdicts) {

  public MigrationState {
    verdicts = Map.copyOf(verdicts);
  }

  /// A migration of which nothing is recorded.
  public static MigrationState initial(String migration) {
    return new MigrationState(
        migration, Phase.NEW, Progress.NONE, Switches.NONE, Route.initial(migration), Map.of());
  }

  /// The fold. An event that is not legal here throws INTERNAL.
  public MigrationState after(MigrationEvent event) {
    if (phase.isEnd()) {
      throw impossible(event, "the migration has ended");
    }
    return switch (event) {
      case MigrationEvent.MigrationCreated _,
          MigrationEvent.ProcessStarted _,
          MigrationEvent.RowRepaired _,
          MigrationEvent.GateRefused _,
          MigrationEvent.Noted _ ->
          this;
      case MigrationEvent.StepStarted e -> started(e);
      case StepFinished e -> finished(e);
      case MigrationEvent.StepFailed e -> with(phase, progress.failed(e));
      case StepUndone e -> with(Transitions.before(e.step()), progress.undone(e.step()));
      case RoutePublished e -> published(e);
      case SwitchStarted e -> switchStarted(e);
      case SwitchDecided e -> switchDecided(e);
      case SwitchFinished e -> switchFinished(e);
      case TargetGivenUp e -> givenUp(e);
      case FencedSideWritten _ -> unjudged();
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
    return Transitions.from(phase).stream().map(Transitions.Move::step).toList();
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
      case PREPARE, BACKFILL, CATCH_UP, FINISH, VERIFY, SHIFT_READS, BAKE ->
          with(
              Transitions.next(phase, e.step())
                  .orElseThrow(() -> impossible(e, "the table of moves has no such move")),
              progress.finished(e.step(), e.facts()));
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
    return new MigrationState(migration, phase, progress, switches, e.route(), verdicts);
  }

  private MigrationState switchStarted(SwitchStarted e) {
    if (switches.open() != null
        || e.number() != switches.count() + 1
        || e.from() != authoritative()
        || e.to() == e.from()) {
      throw impossible(e, "it does not follow from " + switches);
    }
    var open = new Switches.Open(e.number(), e.from(), e.to(), e.deadlineMillis(), null);
    if (progress.current() != open.step()) {
      throw impossible(e, "the step is " + progress.current());
    }
    return with(phase, new Switches(e.number(), authoritative(), open));
  }

  private MigrationState switchDecided(SwitchDecided e) {
    var open = openSwitch(e, e.number());
    if (open.decision() != null && open.decision() != e.decision()) {
      throw impossible(e, "it was decided: " + open.decision());
    }
    boolean flips = e.decision() == Decision.FLIP;
    Phase flipped = open.to() == Side.TARGET ? Phase.CUT_OVER : Phase.ROLLED_BACK;
    return with(
        flips ? flipped : phase,
        new Switches(
            switches.count(), flips ? open.to() : open.from(), open.decided(e.decision())));
  }

  private MigrationState switchFinished(SwitchFinished e) {
    if (openSwitch(e, e.number()).decision() == null) {
      throw impossible(e, "it was not decided");
    }
    return with(phase, new Switches(switches.count(), authoritative(), null));
  }

  private Switches.Open openSwitch(MigrationEvent event, int number) {
    Switches.@Nullable Open open = switches.open();
    if (open == null || open.number() != number) {
      throw impossible(event, "this switch is not open");
    }
    return open;
  }

  private MigrationState givenUp(TargetGivenUp e) {
    if (switches.open() == null || switches.open().step() != StepName.ROLLBACK) {
      throw impossible(e, "no rollback is open");
    }
    return unjudged();
  }

  private MigrationState unjudged() {
    return new MigrationState(migration, phase, progress, switches, route, Map.of());
  }

  private MigrationState judged(VerdictReached e) {
    Map<TableName, VerdictReached> newer = new TreeMap<>(verdicts);
    newer.put(e.table(), e);
    return new MigrationState(migration, phase, progress, switches, route, newer);
  }

  private MigrationState ended(MigrationEnded e) {
    StepName step =
        e.outcome() == MigrationEvent.Outcome.CLEANED ? StepName.CLEANUP : StepName.ABORT;
    if (progress.ending() != step) {
      throw impossible(e, step + " was not started");
    }
    Phase end = step == StepName.CLEANUP ? Phase.CLEANED : Phase.ABORTED;
    return with(end, new Progress(null, null, null, progress.facts()));
  }

  private MigrationState with(Phase newPhase, Progress newProgress) {
    return new MigrationState(migration, newPhase, newProgress, switches, route, verdicts);
  }

  private MigrationState with(Phase newPhase, Switches newSwitches) {
    return new MigrationState(migration, newPhase, progress, newSwitches, route, verdicts);
  }

  private CrossfadeException impossible(MigrationEvent event, String why) {
    return new CrossfadeException(
        ErrorCode.INTERNAL,
        "the log of migration %s cannot go on with %s in phase %s: %s. Please report this."
            .formatted(migration, event, phase, why));
  }
}
