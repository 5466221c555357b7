package io.crossfade.engine;

import io.crossfade.engine.MigrationEvent.Outcome;
import io.crossfade.engine.gates.Gate;
import io.crossfade.engine.repair.CutEnding;
import io.crossfade.engine.steps.Preflight;
import io.crossfade.engine.steps.Step;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.transfer.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One manifest being carried out: the only control flow. Everything it knows is in the journal, so
/// it may die anywhere and be built anew.
public final class Migration implements Control, Reacting, AutoCloseable {
  private static final Duration GATE_AGAIN = Duration.ofMillis(500);

  /// Transactions were held for nothing: not again at once.
  private static final Duration CUTOVER_AGAIN = Duration.ofSeconds(30);

  private static final Duration TARGET_AGAIN = Duration.ofSeconds(2);

  /// Far longer than one takes.
  private static final Duration OF_A_SWITCH = Duration.ofSeconds(10);

  private final Setup setup;
  private final Parts parts;
  private final Journal journal;
  private final Recording recording;
  private final Refusals refuse;

  private final Moving moving = new Moving();
  private final Traffic traffic;
  private final Watched watched;
  private volatile boolean over;
  private final Beside beside;
  private final Outlasting outlasting;
  private final Hindrances hindrances;
  private volatile boolean stopping;

  /// Whether somebody asks for the target again and again. Changed by whoever moves.
  private boolean waiting;

  Migration(Setup setup, Parts parts, Journal journal) {
    this.setup = setup;
    this.parts = parts;
    this.journal = journal;
    this.recording = new Recording(journal);
    this.watched = new Watched(setup.workplace().timing());
    this.beside = new Beside(setup.threads(), journal, () -> stopping);
    this.outlasting = new Outlasting(watched, () -> stopping);
    StepsBack back = new StepsBack(setup, journal, parts.steps(), parts.takeUp());
    this.hindrances =
        new Hindrances(
            new Failover(setup, journal, back),
            new Restitch(setup, journal, back),
            new Reshape(setup, parts.streams().strategy(), journal, back),
            parts.sourceTables(),
            parts.sourceWatch(),
            parts.keptLog());
    this.refuse = new Refusals(journal, parts.takeUp(), parts.pausing(), parts.approvals());
    this.traffic =
        new Traffic(
            parts,
            journal,
            refuse,
            moving,
            beside,
            new LeftOpen(
                journal,
                parts.theSwitch(),
                moving,
                beside,
                outlasting,
                error -> hindrances.endFor(error, this::endEarly)));
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
    outlasting.run(() -> moving(hindrances::overcome));
    hindrances.explain(this::goOn);
  }

  private boolean goOn() {
    outlasting.run(this::takeUp);
    if (!stopping) {
      parts.watch(this, beside, moving.lock());
      hindrances.watch(beside, this::endEarly);
    }
    parts.steps().forEach(step -> outlasting.run(() -> takeStep(step)));
    return !stopping;
  }

  private void takeStep(Step step) {
    if (isBehind(step) || isCopyUnderWay(step) || parts.mayBegin(step.name())) {
      moving(() -> isDue(step) ? carryOut(step) : Map.of());
    }
  }

  /// Its stream must run also in a pause, or the log piles up; what loads the databases waits by
  /// itself.
  private boolean isCopyUnderWay(Step step) {
    return step.name() == StepName.BACKFILL
        && journal.state().progress().current() == StepName.BACKFILL;
  }

  /// The first cutover, where the manifest leaves it to us: as soon as the gate is open, and again
  /// after a while if it was called off. Nothing where a person was quicker.
  public void cutOverByItself() throws InterruptedException {
    while (awaitsFirstCutover()) {
      boolean tried = isCutoverTried();
      if (awaitsFirstCutover() && watched.await(() -> over, tried ? CUTOVER_AGAIN : GATE_AGAIN)) {
        return;
      }
    }
  }

  /// A try that fails for what passes is one that was called off: it is recorded, and nobody is
  /// there to ask for the next. What it has left open is ended beside.
  private boolean isCutoverTried() {
    try {
      return hindrances.explain(() -> moving(() -> parts.pausing().keptOut(this::cutOverIfOpen)));
    } catch (CrossfadeException e) {
      boolean passes = e.mayPass() || e.code() == ErrorCode.DEADLINE_PASSED;
      if (!passes && journal.state().switches().open() == null) {
        throw e;
      }
      return true;
    }
  }

  private boolean awaitsFirstCutover() {
    return !stopping && journal.state().awaitsFirstCutover();
  }

  private boolean cutOverIfOpen() {
    return awaitsFirstCutover()
        && !parts.pausing().isPaused()
        && parts.mayCutOver()
        && Gate.isStillOpenFor(this::cutover);
  }

  /// Waits until the migration has ended or this process was told to stop.
  public void awaitEnd() throws InterruptedException {
    watched.await(() -> over);
    hindrances.require();
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

  private boolean isStillToTakeUp() {
    waiting = !stopping && !journal.state().phase().isEnd() && !parts.takeUp().run();
    return waiting;
  }

  private Map<String, String> carryOut(Step step) {
    try {
      return recording.step(step.name(), () -> finished(step));
    } catch (CrossfadeException e) {
      if (stopping) {
        return Map.of(); // what it worked with was taken away from it
      }
      throw e;
    }
  }

  private Map<String, String> finished(Step step) {
    Preflight.pass(step.name(), step.check());
    Map<String, String> facts = step.run();
    if (!stopping) {
      journal.record(new MigrationEvent.StepFinished(step.name(), facts));
    }
    return facts;
  }

  @Override
  public Status status() {
    return parts.statusView().status(moving.isUnderWay(), parts.takeUp().targetIsAway());
  }

  @Override
  public List<TableChunks> chunks() {
    return parts.statusView().chunks();
  }

  @Override
  public LedgerReport ledger() {
    return parts.statusView().ledger();
  }

  @Override
  public void forget(String router) {
    refuse.unlessRecordable("forget");
    parts.statusView().forget(router);
  }

  @Override
  public Plan plan() {
    return parts.planView().plan();
  }

  @Override
  public VerifyReport verify(boolean repair) {
    refuse.unlessNow(StepName.VERIFY);
    return moving(() -> {
      refuse.unlessAllowed(StepName.VERIFY);
      return parts.verification().run(_ -> repair);
    });
  }

  @Override
  public PauseReport pause(String by, String reason) {
    refuse.unlessRecordable("pause");
    return parts.pausing().begin(by, reason);
  }

  @Override
  public PauseReport resume(String by) {
    refuse.unlessRecordable("resume");
    return parts.pausing().end(by);
  }

  @Override
  public ThrottleReport throttle(String by, PaceSetting setting) {
    refuse.unlessRecordable("throttle");
    refuse.ifEnded("throttle");
    return parts.throttle().set(by, setting);
  }

  @Override
  public AdvanceReport advance(@Nullable StepName step) {
    refuse.unlessAwaited(step, moving.isUnderWay());
    return new AdvanceReport(StepName.CUTOVER, cutover());
  }

  @Override
  public Approving approving() {
    return parts.approvals();
  }

  @Override
  public RehearsalReport rehearse() {
    return traffic.rehearse();
  }

  @Override
  public RepairReport repair(boolean dryRun) {
    refuse.unlessRecordable("repair");
    if (!moving.lock().tryLock()) {
      throw refuse.because("repair", "a step is under way, and nothing of it is half-done");
    }
    try {
      return parts.repair().run(new CutEnding(journal, this), dryRun);
    } finally {
      moving.lock().unlock();
    }
  }

  @Override
  public List<Recorded> events() {
    return journal.events();
  }

  @Override
  public Diagnostics diagnostics() {
    return Diagnostics.of(setup::database);
  }

  @Override
  public SwitchReport cutover() {
    return traffic.cutover();
  }

  @Override
  public SwitchReport rollback(boolean acceptLoss) {
    return acceptLoss ? traffic.giveTargetUp(this::waitForTarget) : traffic.rollback();
  }

  @Override
  public void rollBackIf(BooleanSupplier wanted) {
    traffic.rollBackIf(wanted);
  }

  private void waitForTarget() {
    if (!waiting) {
      waiting = true;
      beside.run("the waiting for the target", this::takeUp);
    }
  }

  @Override
  public EndReport abort() {
    refuse.unlessNow(StepName.ABORT);
    refuse.unlessAllowed(StepName.ABORT);
    parts.takeUp().refuseOlderStore();
    setup.takeLeases(); // what others have begun is not ours to undo; what fails stops nothing
    parts.pausing().keptOut(this::stopForAbort);
    parts.pausing().over();
    parts.undo(StepName.BACKFILL);
    return moving(() -> {
      refuse.unlessLegal(StepName.ABORT); // or another one was quicker
      journal.record(new MigrationEvent.StepStarted(StepName.ABORT));
      parts.steps().reversed().forEach(Step::undo);
      return end(StepName.ABORT, Outcome.ABORTED, List.of());
    });
  }

  /// Between two switches: one that is under way may yet move, and what it leads to needs all that
  /// an abort stops. From here on none begins.
  private boolean stopForAbort() {
    refuse.unlessAllowed(StepName.ABORT);
    stopping = true;
    return true;
  }

  /// The stream fails by itself, and with it whoever waits for it. Nobody may go on reading a
  /// target that soon is not followed any more; at once, for a step may sleep for hours.
  private void endEarly() {
    stopping = true;
    parts.pausing().over();
    try {
      parts.undo(StepName.SHIFT_READS);
    } finally {
      watched.change(() -> over = true);
    }
  }

  @Override
  public EndReport cleanup() {
    refuse.unlessNow(StepName.CLEANUP);
    return moving(() -> {
      refuse.unlessAllowed(StepName.CLEANUP);
      parts.takeUp().refuseOlderStore();
      Gate.pass(StepName.CLEANUP.spelled(), parts.cleanup().check());
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

  private <T> T moving(Supplier<T> work) {
    return moving.alone(work);
  }

  /// Stops this process's part; a new one goes on. Repeatable.
  @Override
  public void close() {
    stopping = true;
    parts.pausing().over();
    parts.pausing().afterSwitch(OF_A_SWITCH, beside::cancel);
    parts.streams().close();
    watched.change(() -> over = true);
  }
}
