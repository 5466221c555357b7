package io.crossfade.engine;

import io.crossfade.engine.MigrationEvent.Outcome;
import io.crossfade.engine.comparing.Verification;
import io.crossfade.engine.comparing.Watchkeeper;
import io.crossfade.engine.steps.Cleanup;
import io.crossfade.engine.steps.Cutover;
import io.crossfade.engine.steps.Preflight;
import io.crossfade.engine.steps.Step;
import io.crossfade.engine.streams.Lag;
import io.crossfade.engine.streams.Streams;
import io.crossfade.engine.switching.Abandon;
import io.crossfade.engine.switching.Switch;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.transfer.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One manifest being carried out: the only control flow. Everything it knows is in the journal, so
/// it may die anywhere and be built anew.
public final class Migration implements Control, AutoCloseable {
  private static final Duration GATE_AGAIN = Duration.ofMillis(500);

  /// Transactions were held for nothing: not again at once.
  private static final Duration CUTOVER_AGAIN = Duration.ofSeconds(30);

  private static final Duration TARGET_AGAIN = Duration.ofSeconds(2);

  private final Setup setup;
  private final Parts parts;
  private final Journal journal;

  /// One move at a time, in the order in which they were asked for.
  private final ReentrantLock moving = new ReentrantLock(true);

  private final Watched watched;
  private volatile boolean over;
  private final List<Future<?>> watches = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  /// Whether somebody asks for the target again and again. Changed by whoever moves.
  private boolean waiting;

  /// What the migration is made of; put together by [Assembly].
  public record Parts(
      Streams streams,
      Lag lag,
      Verification verification,
      Watchkeeper watchkeeper,
      List<Step> steps,
      Cutover cutover,
      Cutover rollback,
      Switch theSwitch,
      TakeUp takeUp,
      Abandon abandon,
      Cleanup cleanup,
      StatusView statusView) {
    public Parts {
      steps = List.copyOf(steps);
    }
  }

  public Migration(Setup setup, Parts parts, Journal journal) {
    this.setup = setup;
    this.parts = parts;
    this.journal = journal;
    this.watched = new Watched(setup.workplace().timing());
  }

  /// Takes up what a process before may have left, then carries out the plan up to where a person
  /// decides. Throws what stopped it; the same call in a new process goes on.
  public void run() {
    if (journal.state().phase().isEnd()) {
      close();
      return;
    }
    StepName ending = journal.state().progress().ending();
    if (ending != null) {
      var _ = ending == StepName.ABORT ? abort() : cleanup();
      return;
    }
    takeUp();
    if (!stopping) {
      beside("the measuring of the lag", parts.lag());
      beside("the comparing of what is written", parts.watchkeeper());
    }
    parts.steps().forEach(step -> moving(() -> isDue(step) ? carryOut(step) : Map.of()));
  }

  /// The first cutover, where the manifest leaves it to us: as soon as the gate is open, and again
  /// after a while if it was called off. Nothing where a person was quicker.
  public void cutOverByItself() throws InterruptedException {
    while (awaitsFirstCutover()) {
      Duration pause = moving(this::cutOverIfOpen) ? CUTOVER_AGAIN : GATE_AGAIN;
      if (awaitsFirstCutover() && watched.await(() -> over, pause)) {
        return;
      }
    }
  }

  private boolean awaitsFirstCutover() {
    return !stopping && journal.state().phase() == Phase.READS_SHIFTED;
  }

  private boolean cutOverIfOpen() {
    boolean open = awaitsFirstCutover() && parts.cutover().check().isEmpty();
    if (open) {
      var _ = cutover();
    }
    return open;
  }

  /// Waits until the migration has ended or this process was told to stop.
  public void awaitEnd() throws InterruptedException {
    watched.await(() -> over);
  }

  /// Asked while nobody else moves: between two steps a person may have cut over, and then the rest
  /// of the plan is no longer possible, nor needed.
  private boolean isDue(Step step) {
    return !stopping && !isBehind(step) && journal.state().legal().contains(step.name());
  }

  private boolean isBehind(Step step) {
    return journal.state().progress().hasFinished(step.name());
  }

  /// Once writes have moved, a target that is away is waited for: its machine may have died
  /// together with ours, and only a process that runs lets a person give the target up.
  private void takeUp() {
    while (!stopping && moving(this::isStillToTakeUp)) {
      setup.workplace().timing().pauseOrStop(TARGET_AGAIN);
    }
  }

  private void takeLeases() {
    for (Side side : Side.values()) {
      setup.database(side).workspace().take(setup.lease());
    }
  }

  private boolean isStillToTakeUp() {
    waiting = !stopping && !journal.state().phase().isEnd() && !parts.takeUp().run();
    return waiting;
  }

  private Map<String, String> carryOut(Step step) {
    journal.record(new MigrationEvent.StepStarted(step.name()));
    try {
      Preflight.pass(step.name(), step.check());
      Map<String, String> facts = step.run();
      if (!stopping) {
        journal.record(new MigrationEvent.StepFinished(step.name(), facts));
      }
      return facts;
    } catch (CrossfadeException e) {
      journal.record(new MigrationEvent.StepFailed(step.name(), e.code(), "" + e.getMessage()));
      throw e;
    }
  }

  @Override
  public Status status() {
    return parts.statusView().status(moving.isLocked(), parts.takeUp().targetIsAway());
  }

  @Override
  public Plan plan() {
    List<PlannedStep> steps =
        parts.steps().stream()
            .map(s -> new PlannedStep(s.name(), s.name().does(), isBehind(s), List.of()))
            .toList();
    List<String> problems =
        parts.steps().stream()
            .filter(s -> s.name() == StepName.PREPARE && !isBehind(s))
            .flatMap(s -> s.check().stream())
            .map(Object::toString)
            .toList();
    return new Plan(setup.lease().migration(), "cdc", steps, notes(), problems);
  }

  /// For as long as they can be heeded: after the cutover, a plan does not need the source any
  /// more.
  private List<String> notes() {
    MigrationState state = journal.state();
    return state.phase().isEnd() || state.authoritative() == Side.TARGET
        ? List.of()
        : Preflight.of(setup).notes();
  }

  @Override
  public VerifyReport verify(boolean repair) {
    recordable(StepName.VERIFY);
    return moving(() -> {
      allowed(StepName.VERIFY);
      return parts.verification().run(repair);
    });
  }

  @Override
  public SwitchReport cutover() {
    return move(StepName.CUTOVER, () -> resumedOr(parts.cutover()::run));
  }

  @Override
  public SwitchReport rollback(boolean acceptLoss) {
    recordable(StepName.ROLLBACK);
    return acceptLoss
        ? moving(this::giveTargetUp)
        : move(StepName.ROLLBACK, () -> resumedOr(parts.rollback()::run));
  }

  private SwitchReport giveTargetUp() {
    parts.abandon().endOpenSwitch();
    parts.takeUp().closeStepOfSwitch();
    legal(StepName.ROLLBACK);
    try {
      return carryOut(StepName.ROLLBACK, parts.abandon()::run);
    } finally {
      if (!waiting) {
        waiting = true;
        beside("the waiting for the target", this::takeUp);
      }
    }
  }

  /// While this process runs, and unseen by whoever asked for it; so what ends it early is told.
  private void beside(String what, Runnable work) {
    watches.add(
        setup
            .threads()
            .submit(() -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                if (!stopping) {
                  journal.record(
                      new MigrationEvent.Noted(
                          what + " has stopped, start `run` anew: " + e.getMessage()));
                }
              }
            }));
  }

  /// A switch that could not be brought to its end is that first.
  private SwitchReport resumedOr(Supplier<SwitchReport> fresh) {
    Switches.Open open = journal.state().switches().open();
    return open == null ? fresh.get() : parts.theSwitch().resume(open);
  }

  private SwitchReport move(StepName step, Supplier<SwitchReport> work) {
    recordable(step);
    return moving(() -> {
      allowed(step);
      return carryOut(step, work);
    });
  }

  private SwitchReport carryOut(StepName step, Supplier<SwitchReport> work) {
    journal.record(new MigrationEvent.StepStarted(step));
    SwitchReport report;
    try {
      report = work.get();
    } catch (CrossfadeException e) {
      journal.record(new MigrationEvent.StepFailed(step, e.code(), "" + e.getMessage()));
      throw e;
    }
    if (report.decision() == Decision.FLIP) {
      journal.record(new MigrationEvent.StepFinished(step, Map.of()));
    } else {
      journal.record(
          new MigrationEvent.StepFailed(step, ErrorCode.DEADLINE_PASSED, report.reason()));
    }
    return report;
  }

  @Override
  public EndReport abort() {
    recordable(StepName.ABORT);
    allowed(StepName.ABORT);
    stopping = true;
    parts.steps().stream().filter(s -> s.name() == StepName.BACKFILL).forEach(Step::undo);
    return moving(() -> {
      allowed(StepName.ABORT);
      takeLeases(); // what another state directory has begun is not ours to undo
      journal.record(new MigrationEvent.StepStarted(StepName.ABORT));
      parts.steps().reversed().forEach(Step::undo);
      return end(StepName.ABORT, Outcome.ABORTED, List.of());
    });
  }

  @Override
  public EndReport cleanup() {
    recordable(StepName.CLEANUP);
    return moving(() -> {
      allowed(StepName.CLEANUP);
      journal.record(new MigrationEvent.StepStarted(StepName.CLEANUP));
      return end(StepName.CLEANUP, Outcome.CLEANED, parts.cleanup().run());
    });
  }

  private EndReport end(StepName step, Outcome outcome, List<String> left) {
    journal.record(new MigrationEvent.StepFinished(step, Map.of()));
    MigrationState ended = journal.record(new MigrationEvent.MigrationEnded(outcome));
    close();
    return new EndReport(ended.phase(), left);
  }

  private void allowed(StepName step) {
    CrossfadeException away = parts.takeUp().targetIsAway();
    if (away != null) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "%s is not possible while the target is away, which is asked again and again; possible is %s (%s)"
              .formatted(
                  step.spelled(),
                  NextStep.withoutTarget(journal.state()).stream().map(NextStep::command).toList(),
                  away.getMessage()));
    }
    legal(step);
  }

  private void legal(StepName step) {
    List<StepName> legal = journal.state().legal();
    if (!legal.contains(step)) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "%s is not possible now (%s); possible are %s"
              .formatted(
                  step.spelled(),
                  journal.state().phase(),
                  legal.stream().map(StepName::spelled).toList()));
    }
  }

  /// Asked before anything is waited for: a verb that began by itself when the store comes back,
  /// long after somebody asked for it, would be a surprise.
  private void recordable(StepName step) {
    journal
        .away()
        .ifPresent(why -> {
          throw new CrossfadeException(
              ErrorCode.NOT_ALLOWED_NOW,
              "%s has to be recorded, and cannot be: %s Ask again when it is back."
                  .formatted(step.spelled(), why));
        });
  }

  private <T> T moving(Supplier<T> work) {
    moving.lock();
    try {
      return work.get();
    } finally {
      moving.unlock();
    }
  }

  /// Stops this process's part; a new one goes on. Repeatable.
  @Override
  public void close() {
    stopping = true;
    watches.forEach(w -> w.cancel(true));
    parts.streams().close();
    watched.change(() -> over = true);
  }
}
