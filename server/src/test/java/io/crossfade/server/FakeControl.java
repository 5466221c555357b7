package io.crossfade.server;

import io.crossfade.connector.Finding;
import io.crossfade.engine.Approving;
import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Diagnostics;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.NextStep;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Pause;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import io.crossfade.engine.gates.GateState;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.MismatchGroup;
import io.crossfade.model.PinnedSession;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A migration without databases: it answers each question, and counts the verbs.
public final class FakeControl implements Control {
  public volatile @Nullable RuntimeException refusal;
  private final String name;
  private static final LedgerCount LEDGER = new LedgerCount("orders", 2, 1, 5_000, 40, 0);

  volatile Runnable onCleanup = () -> {};
  volatile Runnable onPlan = () -> {};
  volatile int verbs;
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile List<Recorded> events = List.of();

  public FakeControl(String name) {
    this.name = name;
  }

  @Override
  public Status status() {
    return new Status(
        new Status.Where(name, Phase.PREPARED, StepName.BACKFILL, true),
        new Status.Copying(5, 10, 2.5, 1, 2, 2L),
        Status.Following.NONE,
        Status.Comparing.NONE,
        new Status.Traffic(
            Route.initial("shop"),
            Side.SOURCE,
            3,
            new Status.Readiness(false, List.of("no cutover yet")),
            new MigrationEvent.Rehearsed(1, Side.SOURCE, true, "r", 7, List.of("g")),
            Status.Response.UNKNOWN,
            new Status.RollingOut(2, 3, "pause: 5m", "setReads: 50", Instant.EPOCH),
            new Status.Ledger(2, 1, 5_000, 3, 1, List.of(LEDGER)),
            List.of(new PinnedSession("app", "LISTEN"))),
        new Status.Gating(
            List.of(
                new Status.Gated(
                    "errors",
                    GateState.FAILING,
                    0.02,
                    "result <= baseline",
                    Instant.EPOCH,
                    true,
                    "error-rate is 0.02")),
            List.of(FakeApproving.APPROVAL),
            new Status.Baking(Instant.EPOCH, Instant.EPOCH, false, "errors"),
            List.of("lag-ms is 9")),
        new Status.Outlook(
            null,
            new Pause("a@b", "t", "r"),
            new Status.Throttled(PaceSetting.limited(7), 7L, "slow"),
            new Status.Closed(StepName.CUTOVER, Instant.EPOCH, "closed until"),
            null,
            List.of(new NextStep("abort", "gives up"))));
  }

  @Override
  public List<TableChunks> chunks() {
    return List.of(new TableChunks(new TableName("a", "b"), 4, 3, List.of(100, 50)));
  }

  @Override
  public LedgerReport ledger() {
    return new LedgerReport(
        List.of(LEDGER),
        List.of(new RouterTold("shop-1-a", 7, 2, 900, true)),
        List.of(new LedgerEntry("orders", "4711", Side.SOURCE, true, 9, 1_000, "it is refused")),
        List.of(new MismatchGroup("total", "differs", 3, 1_000, 2_000, "4711", "1.50", "1.5")));
  }

  @Override
  public void forget(String router) {
    asked.add("forget " + router);
  }

  @Override
  public Plan plan() {
    onPlan.run();
    return new Plan(
        "shop",
        "cdc",
        List.of(
            new PlannedStep(
                StepName.PREPARE, "checks", true, List.of("a slot"), new Estimate(1, 2, 3, 4))),
        List.of(Finding.warns("no rights", "the SOURCE", "GRANT")),
        List.of("not carried: a view"));
  }

  @Override
  public VerifyReport verify(boolean repair) {
    did();
    long repaired = repair ? 1 : 0;
    return new VerifyReport(
        List.of(
            new TableReport(new TableName("a", "b"), 9, 1, 0, repaired, List.of("total"), "0/1")),
        repair);
  }

  @Override
  public PauseReport pause(String by, String reason) {
    did();
    return new PauseReport(true, new Pause(by, "now", reason));
  }

  @Override
  public PauseReport resume(String by) {
    did();
    return new PauseReport(false, null);
  }

  @Override
  public ThrottleReport throttle(String by, PaceSetting setting) {
    did();
    return new ThrottleReport(PaceSetting.limited(1 + by.length()), setting);
  }

  @Override
  public AdvanceReport advance(@Nullable StepName step) {
    did();
    return new AdvanceReport(step == null ? StepName.ABORT : step, cutover());
  }

  @Override
  public Approving approving() {
    return new FakeApproving(this::did, asked);
  }

  @Override
  public RehearsalReport rehearse() {
    did();
    return new RehearsalReport(Side.SOURCE, true, cutover(), List.of("a gate"));
  }

  @Override
  public RepairReport repair(boolean dryRun) {
    did();
    return new RepairReport(dryRun, List.of(new Repaired("a", "b", "c", true)));
  }

  @Override
  public List<Recorded> events() {
    return events.isEmpty() ? two() : events;
  }

  private static List<Recorded> two() {
    return List.of(
        new Recorded(
            "shop", 1, Instant.EPOCH, "0.1.0", new MigrationEvent.MigrationCreated("d", "0.1.0")),
        new Recorded(
            "shop",
            2,
            Instant.EPOCH.plusSeconds(1),
            "0.1.0",
            new MigrationEvent.Noted("two\nlines")));
  }

  @Override
  public Diagnostics diagnostics() {
    return new Diagnostics(
        Map.of("java", "25"), Map.of(Side.SOURCE, Map.of("wal_level", "logical")), "main");
  }

  @Override
  public SwitchReport cutover() {
    did();
    return new SwitchReport(
        1, Decision.FLIP, "in time", Route.initial("shop"), Map.of("hold", 7L), null);
  }

  @Override
  public SwitchReport rollback(boolean acceptLoss) {
    did();
    LossWindow lost = new LossWindow(Side.TARGET, "0/9", Instant.EPOCH);
    return new SwitchReport(
        2, Decision.ABORT, "too slow", Route.initial("shop"), Map.of(), acceptLoss ? lost : null);
  }

  @Override
  public EndReport abort() {
    did();
    return new EndReport(Phase.ABORTED, List.of("the target's rows"));
  }

  @Override
  public EndReport cleanup() {
    did();
    onCleanup.run();
    return new EndReport(Phase.CLEANED, List.of());
  }

  private void did() {
    verbs++;
    if (refusal != null) {
      throw refusal;
    }
  }
}
