package io.crossfade.simulation;

import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.routes.RouterReport;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.simulation.schedule.Actor;
import io.crossfade.simulation.schedule.Scheduler;
import java.time.Duration;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// As client/Router with its poll over HTTP: confirms routes, holds, counts what is in flight.
final class SimulatedRouter {
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofMillis(200);
  private static final Duration HOLD_LIMIT = Duration.ofSeconds(5);

  private final Scheduler scheduler;
  private final Actor owner;
  private final Engines engines;
  private final History history;

  /// By epoch; only epochs with transactions in flight.
  private final TreeMap<Long, Integer> inFlight = new TreeMap<>();

  private Route route;
  private long sequence;
  private boolean isClosed;

  SimulatedRouter(Scheduler scheduler, Actor owner, Engines engines, History history, Route first) {
    this.scheduler = scheduler;
    this.owner = owner;
    this.engines = engines;
    this.history = history;
    this.route = first;
  }

  void start() {
    owner.start(() -> {
      while (!isClosed) {
        poll();
      }
    });
  }

  /// Null where the hold did not end in time.
  @Nullable Route begin() {
    if (!await(() -> !route.held(), HOLD_LIMIT)) {
      return null;
    }
    inFlight.merge(route.epoch(), 1, Integer::sum);
    return route;
  }

  void ended(Route begun) {
    inFlight.computeIfPresent(begun.epoch(), (_, count) -> count == 1 ? null : count - 1);
    if (begun.epoch() < route.epoch()) {
      owner.start(this::report);
    }
  }

  void close() {
    isClosed = true;
    owner.start(this::report);
  }

  static Side side(Route route) {
    return History.written(route);
  }

  private void poll() {
    Engine engine = engines.reachable();
    RouteBoard board = engine == null ? null : engine.board();
    if (engine == null || board == null) {
      await(() -> false, AGAIN);
      return;
    }
    board.report(state());
    Route answer = answer(board);
    scheduler.giveWay();
    if (engines.isReachable(engine)) {
      board.renew(owner.name());
      follow(answer);
    } else {
      await(() -> false, AGAIN);
    }
  }

  private Route answer(RouteBoard board) {
    try {
      return board.await(route.epoch(), ROUND);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return route;
    }
  }

  private void follow(Route answer) {
    history.seen(answer);
    if (answer.epoch() > route.epoch()) {
      route = answer;
      owner.start(this::report);
    }
  }

  private void report() {
    scheduler.giveWay();
    Engine engine = engines.reachable();
    RouteBoard board = engine == null ? null : engine.board();
    if (board != null) {
      board.report(state());
    }
  }

  private RouterReport state() {
    boolean drained = inFlight.isEmpty() || inFlight.firstKey() >= route.epoch();
    long all = inFlight.values().stream().mapToLong(Integer::longValue).sum();
    return new RouterReport(owner.name(), route.epoch(), all, drained, isClosed, ++sequence);
  }

  private boolean await(BooleanSupplier condition, Duration patience) {
    try {
      return scheduler.await(condition, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
