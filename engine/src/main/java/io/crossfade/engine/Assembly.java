package io.crossfade.engine;

import io.crossfade.connector.Freshness;
import io.crossfade.connector.Problem;
import io.crossfade.connector.Workspace;
import io.crossfade.engine.approvals.ApprovalGate;
import io.crossfade.engine.approvals.ApprovalGate.ApprovalFor;
import io.crossfade.engine.approvals.PlanDigest;
import io.crossfade.engine.comparing.Verification;
import io.crossfade.engine.comparing.Watchkeeper;
import io.crossfade.engine.gates.AdapterGate;
import io.crossfade.engine.gates.CalendarGate;
import io.crossfade.engine.gates.MeasuredGates;
import io.crossfade.engine.gates.Readiness;
import io.crossfade.engine.gates.StandardGates;
import io.crossfade.engine.manifest.CopySettings;
import io.crossfade.engine.manifest.Course;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.metrics.Anomalies;
import io.crossfade.engine.metrics.OwnMetrics;
import io.crossfade.engine.metrics.PrometheusSource;
import io.crossfade.engine.metrics.Responses;
import io.crossfade.engine.repair.Fences;
import io.crossfade.engine.repair.HalfDoneStep;
import io.crossfade.engine.repair.HeldRoute;
import io.crossfade.engine.repair.LostLog;
import io.crossfade.engine.repair.Mender;
import io.crossfade.engine.repair.OpenChunks;
import io.crossfade.engine.repair.OpenSwitch;
import io.crossfade.engine.repair.OutdatedStore;
import io.crossfade.engine.repair.Remains;
import io.crossfade.engine.repair.Repair;
import io.crossfade.engine.repair.StoppedStreams;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.shape.FollowerWatch;
import io.crossfade.engine.shape.SourceTables;
import io.crossfade.engine.shape.SourceWatch;
import io.crossfade.engine.steps.CatchUp;
import io.crossfade.engine.steps.Cleanup;
import io.crossfade.engine.steps.CopyNumbers;
import io.crossfade.engine.steps.CopyRows;
import io.crossfade.engine.steps.Cutover;
import io.crossfade.engine.steps.Finish;
import io.crossfade.engine.steps.Prepare;
import io.crossfade.engine.steps.Rehearse;
import io.crossfade.engine.steps.ShiftReads;
import io.crossfade.engine.steps.Step;
import io.crossfade.engine.steps.Verify;
import io.crossfade.engine.strategies.Strategies;
import io.crossfade.engine.strategies.Strategy;
import io.crossfade.engine.streams.KeptLog;
import io.crossfade.engine.streams.Lag;
import io.crossfade.engine.streams.Streams;
import io.crossfade.engine.switching.Abandon;
import io.crossfade.engine.switching.ShortHolds;
import io.crossfade.engine.switching.Switch;
import io.crossfade.engine.throttle.Throttle;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.copy.Backfill;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Puts a migration together: constructor calls, and nothing else.
public final class Assembly {
  private final Setup setup;
  private final Manifest manifest;
  private final Journal journal;
  private final RouteBoard board;
  private final Switch.Decisions decisions;
  private final InstantSource clock;

  public Assembly(
      Setup setup,
      Manifest manifest,
      Journal journal,
      RouteBoard board,
      Switch.Decisions decisions,
      InstantSource clock) {
    this.setup = setup;
    this.manifest = manifest;
    this.journal = journal;
    this.board = board;
    this.decisions = decisions;
    this.clock = clock;
  }

  public Migration migration() {
    Consumer<String> notes = journal::note;
    CopySettings copy = manifest.copy();
    Strategy strategy = Strategies.of(manifest.course().strategy(), setup, board, clock);
    Streams streams = new Streams(setup, strategy, journal);
    Lag lag = new Lag(setup, streams);
    Course course = manifest.course();
    CalendarGate calendar = new CalendarGate(course.calendar(), clock);
    ApprovalGate approvals =
        new ApprovalGate(
            new ApprovalFor(
                course.approvals(), PlanDigest.of(manifest, setup.mappings()), setup.giver()),
            journal,
            clock);
    AdapterGate adapters = new AdapterGate(manifest.adapters(), board);
    Readiness readiness = new Readiness(setup, streams, lag, journal, course, calendar);
    Pausing pausing = new Pausing(journal, timing(), clock);
    Watchkeeper watchkeeper =
        new Watchkeeper(setup, streams, journal, copy.chunkRows(), pausing::giveWay);
    Throttle throttle = new Throttle(setup, journal, manifest, pausing);
    Verification verification =
        new Verification(setup, streams, journal, watchkeeper, copy, throttle);
    CopyNumbers numbers = new CopyNumbers(estimatedRows(), timing()::nanoTime, notes);
    for (Direction direction : Direction.values()) {
      board.freshness(direction, freshness(setup, direction));
    }
    SourceTables sourceTables =
        new SourceTables(setup.database(Side.SOURCE).catalog(), journal, manifest.scope());
    Switch theSwitch = new Switch(setup, streams, journal, board, decisions, sourceTables);
    ShortHolds switching = new ShortHolds(theSwitch, course.cutover(), timing());
    FollowerWatch followerWatch = new FollowerWatch(setup, streams, journal, sourceTables);
    OwnMetrics own =
        new OwnMetrics(
            setup, journal, streams, board, new OwnMetrics.Watched(lag, numbers, followerWatch));
    MeasuredGates gates = gates(own);
    Anomalies anomalies = new Anomalies(own::source, journal, timing());
    Responses responses = new Responses(own::source, board::traffic, journal, timing());
    Baking baking = new Baking(journal, gates, board, course.cutover().bake(), timing(), clock);
    List<Step> steps =
        steps(
            streams,
            numbers,
            verification,
            throttle,
            new ShiftReads(
                board,
                new RolloutJournal(journal, course.rollout(), clock),
                timing(),
                readiness::forReads,
                gates::notPassingForReads,
                pausing.going(() ->
                    calendar.isOpen(StepName.SHIFT_READS)
                        && approvals.before(StepName.SHIFT_READS).isEmpty()
                        && gates.before(Moment.SHIFT_READS).isEmpty())));
    OlderStore olderStore = new OlderStore(setup, journal, decisions);
    TakeUp takeUp = new TakeUp(setup, journal, board, streams, theSwitch, olderStore);
    return new Migration(
        setup,
        new Parts(
            streams,
            lag,
            verification,
            watchkeeper,
            steps,
            new Cutover(
                switching,
                watchkeeper,
                Direction.FORWARD,
                () ->
                    both(
                        both(readiness.forCutover(), adapters.beforeCutover()),
                        both(gates.before(Moment.CUTOVER), approvals.before(StepName.CUTOVER))),
                timing()),
            new Cutover(
                switching, watchkeeper, Direction.REVERSE, readiness::forRollback, timing()),
            new Rehearse(switching, watchkeeper, readiness, journal, timing()),
            theSwitch,
            takeUp,
            new Abandon(setup, streams, journal, board, decisions, theSwitch),
            new Cleanup(
                setup,
                strategy,
                streams,
                () -> beforeCleanup(calendar, baking),
                responses::conclude),
            pausing,
            throttle,
            new KeptLog(setup, journal, manifest.throttle().keptLog()),
            sourceTables,
            new SourceWatch(setup, streams, journal, sourceTables, manifest.scope()),
            followerWatch,
            new StaleReads(setup, journal, board, streams, readiness, pausing),
            calendar,
            approvals,
            gates,
            baking,
            anomalies,
            responses,
            repair(takeUp, streams, steps, olderStore),
            new StatusView(
                journal,
                board,
                streams,
                lag,
                numbers,
                new StatusView.Comparisons(
                    verification,
                    watchkeeper,
                    readiness,
                    throttle,
                    () ->
                        new Status.Gating(
                            gates.status(), approvals.all(), baking.status(), anomalies.lasting()),
                    responses::now)),
            new PlanView(setup, strategy.name(), journal, steps, calendar, approvals)),
        journal);
  }

  /// One that has begun is only ended.
  private List<Problem> beforeCleanup(CalendarGate calendar, Baking baking) {
    return journal.state().progress().ending() == null
        ? both(calendar.before(StepName.CLEANUP), baking.beforeCleanup())
        : List.of();
  }

  private static List<Problem> both(List<Problem> some, List<Problem> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private MeasuredGates gates(OwnMetrics own) {
    SecretReferences secrets = new SecretReferences(System.getenv());
    return new MeasuredGates(
        StandardGates.with(manifest.course().gates()),
        metric ->
            switch (metric) {
              case Metric.Own mine -> own.source(mine);
              case Metric.Prometheus prometheus ->
                  new PrometheusSource(prometheus, secrets, timing());
            },
        journal,
        timing(),
        clock);
  }

  private Repair repair(TakeUp takeUp, Streams streams, List<Step> steps, OlderStore olderStore) {
    return new Repair(
        List.of(
            new OutdatedStore(setup, journal, board, decisions, olderStore),
            new OpenSwitch(journal, takeUp),
            new HeldRoute(journal, board),
            new HalfDoneStep(setup, journal, steps),
            new Fences(setup, journal),
            new OpenChunks(setup, journal),
            new StoppedStreams(streams),
            new LostLog(setup, journal),
            new Remains(setup, journal)),
        Mender.real(this::takePreparedLeases, this::tell));
  }

  /// Whoever writes there needs ours; where nothing is prepared yet, or any more, there is none.
  private void takePreparedLeases() {
    MigrationState state = journal.state();
    if (state.progress().hasFinished(StepName.PREPARE) && !state.phase().isEnd()) {
      setup.takeLeases();
    }
  }

  private void tell(Control.Repaired done) {
    if (!journal.state().phase().isEnd()) {
      journal.record(new MigrationEvent.Mended(done.what(), done.where(), done.done()));
    }
  }

  private List<Step> steps(
      Streams streams,
      CopyNumbers numbers,
      Verification verification,
      Throttle throttle,
      ShiftReads shiftReads) {
    CopySettings copy = manifest.copy();
    return List.of(
        new Prepare(setup, streams.strategy()),
        new CopyRows(
            setup,
            streams,
            streams.strategy().copy(backfill(numbers, throttle)),
            numbers,
            copy.workers(),
            copy.chunkRows()),
        new CatchUp(setup, streams),
        new Finish(setup, streams.strategy(), streams),
        new Verify(verification, journal),
        shiftReads);
  }

  /// A position is told by the side that is written, in its own words.
  private static Freshness freshness(Setup setup, Direction direction) {
    String migration = setup.lease().migration();
    Workspace written = setup.database(direction.from()).workspace();
    Workspace follows = setup.database(direction.to()).workspace();
    return new Freshness(
        written.freshness(migration, direction).positionQuery(),
        follows.freshness(migration, direction).reachedQuery());
  }

  private Backfill backfill(CopyNumbers numbers, Throttle throttle) {
    return new Backfill(
        setup.lease(),
        setup.mapping(Direction.FORWARD),
        setup.workplace(),
        setup.runner(),
        numbers,
        throttle.copying());
  }

  private long estimatedRows() {
    return setup.mapping(Direction.FORWARD).tables().stream()
        .mapToLong(table -> table.from().estimatedRows())
        .sum();
  }

  private Timing timing() {
    return setup.workplace().timing();
  }
}
