package io.crossfade.cli;

import io.crossfade.cli.adapter.ManifestAdapter;
import io.crossfade.cli.gateway.ManifestGateway;
import io.crossfade.cli.process.Engine;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Finding;
import io.crossfade.engine.Approving;
import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Diagnostics;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.NextStep;
import io.crossfade.engine.OpenMigration;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Pause;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.planning.Draft;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Route;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import io.crossfade.server.hosting.Carried;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// An engine without databases: it answers what the test wants, and ends with abort or cleanup.
final class FakeEngine implements Engine {
  static final String NAME = "shop";

  volatile Decision decision = Decision.FLIP;
  volatile boolean clean = true;
  volatile List<Finding> findings = List.of();
  volatile @Nullable RuntimeException refusal;
  volatile boolean recordsItsEnd;
  volatile boolean passes = true;
  volatile List<String> refusals = List.of();
  volatile List<Control.Repaired> repaired = List.of();
  volatile String asked = "";
  volatile Map<String, String> environment = Map.of();

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Pause paused;
  volatile Status.@Nullable Closed closed;
  volatile Control.LedgerReport ledgerReport =
      new Control.LedgerReport(List.of(), List.of(), List.of(), List.of());
  volatile Status.Gating gating = Status.Gating.NONE;
  final FakeApproving approving = new FakeApproving(() -> gating);
  private volatile PaceSetting pace = PaceSetting.ADAPTIVE;
  private volatile Phase phase = Phase.READS_SHIFTED;

  @Override
  public String migration(Path manifest) {
    return NAME;
  }

  @Override
  public Control.Plan plan(Path manifest) {
    return new Control.Plan(
        NAME,
        "cdc",
        List.of(
            new Control.PlannedStep(
                StepName.BACKFILL,
                "copies",
                false,
                List.of("public.orders, about 5 rows"),
                new Control.Estimate(5, 40 << 20, 3, 20 << 20))),
        findings,
        List.of("not carried: view v of public.orders: make it there"));
  }

  @Override
  public List<String> ddl(Path manifest) {
    return List.of("CREATE TABLE orders ()");
  }

  @Override
  public Draft draft(String migration, Draft.Login source, Draft.Login target) {
    asked = "draft " + source.reference() + " " + target.reference();
    return new Draft(
        "migration: " + migration,
        2,
        List.of(new Draft.Left(new TableName("public", "log"), List.of("no key; add one"))),
        List.of("look"));
  }

  @Override
  public Secret secret(SecretReference reference) {
    return new SecretReferences(environment).resolve(reference);
  }

  @Override
  public Optional<Endpoint> store(Path manifest) {
    return Optional.empty();
  }

  @Override
  public Optional<ManifestGateway> gateway(Path manifest) {
    return Optional.empty();
  }

  @Override
  public ManifestAdapter adapter(Path manifest) {
    throw new UnsupportedOperationException("no test asks for it");
  }

  @Override
  public Map<Side, Map<String, String>> servers(Path manifest) {
    return Map.of(Side.SOURCE, Map.of("server_version", "16"));
  }

  @Override
  public List<Secret> passwords(Path manifest) {
    return List.of(new Secret("hunter2"));
  }

  @Override
  public Carried open(
      Path manifest, Store store, OpenMigration.Taking taking, OpenMigration.Beginning beginning) {
    Journal journal = Journal.open(store.events(), taking.take(NAME));
    if (journal.isEmpty()) {
      journal.record(new MigrationEvent.MigrationCreated("digest", "0.1.0"));
    }
    return new FakeCarried(journal);
  }

  private final class FakeCarried implements Carried {
    private final FakeControl control;

    private FakeCarried(Journal journal) {
      this.control = new FakeControl(journal);
    }

    @Override
    public Control control() {
      return control;
    }

    @Override
    public Optional<RouteBoard> board() {
      return Optional.empty();
    }

    @Override
    public long newest() {
      return control.journal.newest();
    }

    @Override
    public void run() throws InterruptedException {
      over.await();
    }

    @Override
    public void close() {
      over.countDown();
    }
  }

  private final class FakeControl implements Control {
    private final Journal journal;

    private FakeControl(Journal journal) {
      this.journal = journal;
    }

    @Override
    public Status status() {
      return new Status(
          new Status.Where(NAME, phase, null, true),
          new Status.Copying(1_234, 2_000, 10, 1, 2, 77L),
          new Status.Following(true, 2_048L, 30L, 7),
          new Status.Comparing(1, 9, 0, 0, 9),
          new Status.Traffic(
              Route.initial(NAME),
              Side.SOURCE,
              2,
              new Status.Readiness(true, List.of()),
              null,
              Status.Response.UNKNOWN,
              null,
              Status.Ledger.NONE,
              List.of()),
          gating,
          new Status.Outlook(
              paused == null ? "cutover" : "resume",
              paused,
              new Status.Throttled(pace, 4_000L, "source latency 72 ms > 50 ms"),
              closed,
              null,
              List.of(new NextStep("cutover", "moves writes"))));
    }

    @Override
    public List<TableChunks> chunks() {
      return List.of();
    }

    @Override
    public LedgerReport ledger() {
      return ledgerReport;
    }

    @Override
    public void forget(String router) {
      did("forget " + router);
    }

    @Override
    public Plan plan() {
      did("plan");
      return FakeEngine.this.plan(Path.of("x"));
    }

    @Override
    public VerifyReport verify(boolean repair) {
      did("verify " + repair);
      return new VerifyReport(
          List.of(
              new TableReport(
                  new TableName("public", "orders"), 9, clean ? 0 : 1, 0, 0, List.of(), "0/1")),
          clean);
    }

    @Override
    public PauseReport pause(String by, String reason) {
      did("pause " + reason);
      boolean changed = paused == null;
      paused = changed ? new Pause(by, "2026-01-02T03:04:05Z", reason) : paused;
      return new PauseReport(changed, paused);
    }

    @Override
    public PauseReport resume(String by) {
      did("resume");
      Pause ended = paused;
      paused = null;
      return new PauseReport(ended != null, ended);
    }

    @Override
    public ThrottleReport throttle(String by, PaceSetting setting) {
      did("throttle " + setting);
      PaceSetting before = pace;
      pace = setting;
      return new ThrottleReport(before, setting);
    }

    @Override
    public AdvanceReport advance(@Nullable StepName step) {
      did("advance " + step);
      return new AdvanceReport(StepName.CUTOVER, switched(null));
    }

    @Override
    public Approving approving() {
      return approving;
    }

    @Override
    public RehearsalReport rehearse() {
      did("rehearse");
      return new RehearsalReport(Side.SOURCE, passes, switched(null), refusals);
    }

    @Override
    public RepairReport repair(boolean dryRun) {
      did("repair " + dryRun);
      return new RepairReport(dryRun, repaired);
    }

    @Override
    public List<Recorded> events() {
      return journal.events();
    }

    @Override
    public Diagnostics diagnostics() {
      return new Diagnostics(Map.of("java", "25"), servers(Path.of("x")), "main");
    }

    @Override
    public SwitchReport cutover() {
      did("cutover");
      return switched(null);
    }

    @Override
    public SwitchReport rollback(boolean acceptLoss) {
      did("rollback " + acceptLoss);
      return switched(acceptLoss ? new LossWindow(Side.TARGET, "0/9", Instant.EPOCH) : null);
    }

    @Override
    public EndReport abort() {
      did("abort");
      return ended(Phase.ABORTED);
    }

    @Override
    public EndReport cleanup() {
      did("cleanup");
      return ended(Phase.CLEANED);
    }

    private SwitchReport switched(@Nullable LossWindow lost) {
      return new SwitchReport(
          1,
          decision,
          "the deadline passed",
          Route.initial(NAME),
          Map.of("hold", 7_000_000L),
          lost);
    }

    private EndReport ended(Phase end) {
      phase = end;
      if (recordsItsEnd) {
        journal.record(new MigrationEvent.StepStarted(StepName.ABORT));
        journal.record(new MigrationEvent.MigrationEnded(MigrationEvent.Outcome.ABORTED));
      }
      over.countDown();
      return new EndReport(end, List.of("the rows of the other side"));
    }

    private void did(String verb) {
      asked = verb;
      if (refusal != null) {
        throw refusal;
      }
    }
  }

  void refuses(CrossfadeException why) {
    refusal = why;
  }
}
