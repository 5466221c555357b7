package io.crossfade.engine;

import io.crossfade.engine.MigrationEvent.Outcome;
import io.crossfade.engine.comparing.Verification;
import io.crossfade.engine.comparing.Watchkeeper;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.steps.Cleanup;
import io.crossfade.engine.steps.Cutover;
import io.crossfade.engine.steps.Gate;
import io.crossfade.engine.steps.Step;
import io.crossfade.engine.streams.Lag;
import io.crossfade.engine.streams.Streams;
import io.crossfade.engine.switching.Abandon;
import io.crossfade.engine.switching.Switch;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.transfer.follow.Follower;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One manifest being carried out: the only control flow. Everything it knows is in the journal, so
/// it may die anywhere and be built anew.
public final class Migration implements Control, AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  /// Transactions were held for nothing: not again at once.
  private static final Duration NEXT_TRY = Duration.ofSeconds(30);

  private final Setup setup;
  private final Parts parts;
  private final Journal journal;
  private final RouteBoard board;

  /// One move at a time, in the order in which they were asked for.
  private final ReentrantLock moving = new ReentrantLock(true);

  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Future<?>> watches = new ArrayList<>();
  private volatile boolean stopping;

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
      Abandon abandon,
      Cleanup cleanup,
      StatusView statusView) {
    public Parts {
      steps = List.copyOf(steps);
    }
  }

  public Migration(Setup setup, Parts parts, Journal journal, RouteBoard board) {
    this.setup = setup;
    this.parts = parts;
    this.journal = journal;
    this.board = board;
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
    parts.steps().forEach(step -> moving(() -> isDue(step) ? carryOut(step) : Map.of()));
  }

  /// The first cutover, where the manifest leaves it to us: as soon as the gate is open, and again
  /// after a while if it was called off. Nothing where a person was quicker.
  public void cutOverByItself() throws InterruptedException {
    while (awaitsFirstCutover()) {
      Duration pause = moving(this::cutOverIfOpen) ? NEXT_TRY : LOOK_AGAIN;
      if (awaitsFirstCutover() && over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
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
    over.await();
  }

  /// Asked while nobody else moves: between two steps a person may have cut over, and then the rest
  /// of the plan is no longer possible, nor needed.
  private boolean isDue(Step step) {
    return !stopping && !isBehind(step) && journal.state().legal().contains(step.name());
  }

  private boolean isBehind(Step step) {
    return journal.state().progress().hasFinished(step.name());
  }

  private void takeUp() {
    moving(() -> {
      if (journal.state().progress().hasFinished(StepName.PREPARE)) {
        takeLeases();
      }
      endOpenSwitch();
      closeStepOfSwitch();
      startStreams();
      watches.add(setup.threads().submit(parts.lag()));
      watches.add(setup.threads().submit(parts.watchkeeper()));
      return null;
    });
  }

  private void takeLeases() {
    for (Side side : Side.values()) {
      setup.database(side).workspace().take(setup.lease());
    }
  }

  private void endOpenSwitch() {
    Switches.Open open = journal.state().switches().open();
    if (open != null) {
      parts.theSwitch().resume(open);
    } else if (board.current().held()) {
      board.publish(board.current().release());
    }
  }

  /// The step of a switch whose process died ends with the switch, or nobody could tell that it is
  /// no longer under way.
  private void closeStepOfSwitch() {
    Progress progress = journal.state().progress();
    StepName step = progress.current();
    if (progress.lastError() != null || (step != StepName.CUTOVER && step != StepName.ROLLBACK)) {
      return;
    }
    Side to = step == StepName.CUTOVER ? Side.TARGET : Side.SOURCE;
    journal.record(
        journal.state().authoritative() == to
            ? new MigrationEvent.StepFinished(step, Map.of())
            : new MigrationEvent.StepFailed(
                step,
                ErrorCode.NOT_RUNNING,
                "the process that had begun it died; nothing has moved, so ask for it again"));
  }

  /// The steps that are behind say which streams there are; the authoritative side says what they
  /// do.
  private void startStreams() {
    Progress progress = journal.state().progress();
    Side authoritative = journal.state().authoritative();
    if (progress.hasFinished(StepName.BACKFILL)) {
      parts.streams().start(Direction.FORWARD, mode(authoritative == Side.SOURCE));
    }
    if (progress.hasFinished(StepName.FINISH)) {
      parts.streams().start(Direction.REVERSE, mode(authoritative == Side.TARGET));
    }
  }

  private static Follower.Mode mode(boolean applies) {
    return applies ? Follower.Mode.APPLY : Follower.Mode.WATCH;
  }

  private Map<String, String> carryOut(Step step) {
    journal.record(new MigrationEvent.StepStarted(step.name()));
    try {
      Gate.pass(step.name().spelled(), step.check());
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
    return parts.statusView().status(moving.isLocked());
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
    return new Plan(setup.lease().migration(), "cdc", steps, problems);
  }

  @Override
  public VerifyReport verify(boolean repair) {
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
    return move(
        StepName.ROLLBACK,
        acceptLoss ? parts.abandon()::run : () -> resumedOr(parts.rollback()::run));
  }

  /// A switch that could not be brought to its end is that first.
  private SwitchReport resumedOr(Supplier<SwitchReport> fresh) {
    Switches.Open open = journal.state().switches().open();
    return open == null ? fresh.get() : parts.theSwitch().resume(open);
  }

  private SwitchReport move(StepName step, Supplier<SwitchReport> work) {
    return moving(() -> {
      allowed(step);
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
    });
  }

  @Override
  public EndReport abort() {
    allowed(StepName.ABORT);
    stopping = true;
    parts.steps().stream().filter(s -> s.name() == StepName.BACKFILL).forEach(Step::undo);
    return moving(() -> {
      allowed(StepName.ABORT);
      takeLeases(); // what another state directory has begun is not ours to undo
      journal.record(new MigrationEvent.StepStarted(StepName.ABORT));
      if (board.current().reads() == Side.TARGET) {
        board.publish(board.current().allOn(Side.SOURCE));
      }
      parts.steps().reversed().stream().filter(this::wasBegun).forEach(Step::undo);
      return end(StepName.ABORT, Outcome.ABORTED, List.of());
    });
  }

  private boolean wasBegun(Step step) {
    return step.name() != StepName.SHIFT_READS && step.name() != StepName.VERIFY;
  }

  @Override
  public EndReport cleanup() {
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
    over.countDown();
  }
}
