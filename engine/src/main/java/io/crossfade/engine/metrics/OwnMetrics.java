package io.crossfade.engine.metrics;

import io.crossfade.connector.Load;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.Setup;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.metrics.Sample.Share;
import io.crossfade.engine.routes.LedgerView;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.routes.RouterReport.Traffic;
import io.crossfade.engine.routes.Told;
import io.crossfade.engine.shape.FollowerWatch;
import io.crossfade.engine.steps.CopyNumbers;
import io.crossfade.engine.streams.Lag;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// What Crossfade measures itself, and what the routers tell. Only the latencies ask a database.
public final class OwnMetrics {
  /// Of fewer transactions nobody can say how many fail, or how long they take.
  static final int FEWEST_TRANSACTIONS = 50;

  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Setup setup;
  private final Journal journal;
  private final Streams streams;
  private final RouteBoard board;
  private final Watched watched;

  /// What measures already.
  public record Watched(Lag lag, CopyNumbers copy, FollowerWatch follower) {}

  public OwnMetrics(
      Setup setup, Journal journal, Streams streams, RouteBoard board, Watched watched) {
    this.setup = setup;
    this.journal = journal;
    this.streams = streams;
    this.board = board;
    this.watched = watched;
  }

  public Source source(Metric.Own metric) {
    return switch (metric) {
      case LAG_MS -> () -> lag(applying(), m -> m.nanos() / NANOS_PER_MILLI);
      case LAG_BYTES -> () -> lag(applying(), Lag.Measured::bytes);
      case WAY_BACK_LAG_MS -> () -> lag(applying().opposite(), m -> m.nanos() / NANOS_PER_MILLI);
      case WAY_BACK_LAG_BYTES -> () -> lag(applying().opposite(), Lag.Measured::bytes);
      case DRIFT -> () -> Sample.of(sum(VerdictReached::drift));
      case UNSETTLED -> () -> Sample.of(sum(VerdictReached::unsettled));
      case SCHEMA -> watched.follower()::measured;
      case COMPARED -> this::compared;
      case AGREEMENT -> this::agreement;
      case ROWS_PER_SECOND -> () -> Sample.of(watched.copy().status().rowsPerSecond());
      case CHANGES_PER_SECOND -> changes();
      case REFUSED_ROWS -> () -> Sample.of(refused());
      case SOURCE_LATENCY_MS -> () -> latency(Side.SOURCE);
      case TARGET_LATENCY_MS -> () -> latency(Side.TARGET);
      case ERROR_RATE -> traffic((t, seconds) -> Sample.of(new Share(t.failed(), t.ended())), true);
      case TRANSACTION_MS ->
          traffic((t, seconds) -> Sample.of(t.busyNanos() / NANOS_PER_MILLI / t.ended()), true);
      case TRANSACTIONS_PER_SECOND ->
          traffic((t, seconds) -> Sample.of(t.ended() / seconds), false);
      case LEDGER -> () -> told(board.told(), LedgerView::pending);
      case MISMATCHES ->
          () ->
              told(
                  board.told().stream().filter(told -> !told.lost()).toList(),
                  LedgerView::mismatched);
    };
  }

  private static Sample told(List<Told> told, ToLongFunction<LedgerView> part) {
    return told.isEmpty()
        ? Sample.none("no router has told of its ledger")
        : Sample.of(part.applyAsLong(LedgerView.of(told)));
  }

  private Direction applying() {
    return Direction.from(journal.state().authoritative());
  }

  private Sample lag(Direction direction, ToDoubleFunction<Lag.Measured> part) {
    Lag.Measured measured = watched.lag().of(direction);
    return measured == null
        ? Sample.none("the lag of the " + direction + " stream is not measured now")
        : Sample.of(part.applyAsDouble(measured));
  }

  private Collection<VerdictReached> verdicts() {
    return journal.state().verdicts().values();
  }

  private long sum(ToLongFunction<VerdictReached> part) {
    return verdicts().stream().mapToLong(part).sum();
  }

  private Sample compared() {
    var tables = setup.tableNames(Side.TARGET);
    var verdicts = journal.state().verdicts();
    return tables.isEmpty()
        ? Sample.none("there are no tables")
        : Sample.of((double) tables.stream().filter(verdicts::containsKey).count() / tables.size());
  }

  private Sample agreement() {
    long rows = sum(VerdictReached::rows);
    return rows == 0
        ? Sample.none("no row was compared yet")
        : Sample.of(1 - (double) sum(VerdictReached::drift) / rows);
  }

  private long refused() {
    return Arrays.stream(Direction.values())
        .flatMap(direction -> streams.standsStill(direction).stream())
        .filter(why -> why.code() == ErrorCode.TARGET_REFUSED_ROW)
        .count();
  }

  private Sample latency(Side side) {
    try {
      Load load =
          setup.database(side).health().load(setup.lease().migration(), Direction.from(side));
      return Sample.of(load.latency().toNanos() / NANOS_PER_MILLI);
    } catch (CrossfadeException e) {
      return Sample.none("the " + side + " does not answer: " + e.getMessage());
    }
  }

  private record Counted<T>(T what, long at) {}

  private Source changes() {
    AtomicReference<Counted<Long>> last = new AtomicReference<>(new Counted<>(applied(), now()));
    return Source.overTime(() -> {
      Counted<Long> counted = new Counted<>(applied(), now());
      Counted<Long> before = last.getAndSet(counted);
      return Sample.of((counted.what() - before.what()) / seconds(before, counted));
    });
  }

  private long applied() {
    return Arrays.stream(Direction.values()).mapToLong(d -> streams.numbers(d).changes()).sum();
  }

  /// @param enough whether few transactions say nothing
  private Source traffic(BiFunction<Traffic, Double, Sample> of, boolean enough) {
    AtomicReference<Counted<Traffic>> last =
        new AtomicReference<>(new Counted<>(board.traffic(), now()));
    return Source.overTime(() -> {
      Counted<Traffic> counted = new Counted<>(board.traffic(), now());
      Counted<Traffic> before = last.getAndSet(counted);
      Traffic passed = counted.what().since(before.what());
      return enough && passed.ended() < FEWEST_TRANSACTIONS
          ? Sample.none(
              "the routers told of %d transactions, and fewer than %d say nothing"
                  .formatted(passed.ended(), FEWEST_TRANSACTIONS))
          : of.apply(passed, seconds(before, counted));
    });
  }

  private static double seconds(Counted<?> before, Counted<?> now) {
    return Math.max(1, now.at() - before.at()) / NANOS;
  }

  private long now() {
    return setup.workplace().timing().nanoTime();
  }
}
