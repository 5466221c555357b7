package io.crossfade.cli;

import io.crossfade.connector.Endpoint;
import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.NextStep;
import io.crossfade.engine.OpenMigration;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import io.crossfade.server.Routes;
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
  volatile List<String> problems = List.of();
  volatile @Nullable RuntimeException refusal;
  volatile String asked = "";

  private final CountDownLatch over = new CountDownLatch(1);
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
                StepName.BACKFILL, "copies", false, List.of("public.orders, about 5 rows"))),
        List.of("not carried: view v of public.orders: make it there"),
        problems);
  }

  @Override
  public Optional<Endpoint> store(Path manifest) {
    return Optional.empty();
  }

  @Override
  public Carried open(Path manifest, Store store, OpenMigration.Taking taking, Path spill) {
    Journal journal = Journal.open(store.events(), taking.take(NAME));
    if (journal.isEmpty()) {
      journal.record(new MigrationEvent.MigrationCreated("digest", "0.1.0"));
    }
    return new FakeCarried();
  }

  private final class FakeCarried implements Carried {
    private final FakeControl control = new FakeControl();

    @Override
    public Control control() {
      return control;
    }

    @Override
    public List<Routes> routes() {
      return List.of();
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
    @Override
    public Status status() {
      return new Status(
          new Status.Where(NAME, phase, null, true),
          new Status.Copying(1_234, 2_000, 10, 1, 2, 77L),
          new Status.Following(true, 2_048L, 30L, 7),
          new Status.Comparing(1, 9, 0, 0, 9),
          new Status.Traffic(
              Route.initial(NAME), Side.SOURCE, 2, new Status.Readiness(true, List.of())),
          new Status.Outlook("cutover", null, List.of(new NextStep("cutover", "moves writes"))));
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
              new TableReport(new TableName("public", "orders"), 9, clean ? 0 : 1, 0, 0, "0/1")),
          clean);
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
