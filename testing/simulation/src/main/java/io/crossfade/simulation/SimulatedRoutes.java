package io.crossfade.simulation;

import io.crossfade.client.RouteAnswer;
import io.crossfade.client.RouteSource;
import io.crossfade.client.RouterState;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.routes.RouterReport;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.simulation.schedule.Actor;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a router hears and tells, as client/HttpRouteSource does it over HTTP: by long polls, and
/// by reports beside them, which may come late, in another order, or never.
final class SimulatedRoutes implements RouteSource {
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final World world;
  private final Actor owner;
  private final Consumer<RouterState> judge;
  private Route newest;
  private RouterState state = RouterState.NONE;
  private boolean isCut;

  /// @param kept with which it begins, as from a file
  /// @param judge is shown all that is told
  SimulatedRoutes(World world, Actor owner, Route kept, Consumer<RouterState> judge) {
    this.world = world;
    this.owner = owner;
    this.judge = judge;
    this.newest = kept;
  }

  /// The network between it and the control plane is torn, or mended.
  void cut(boolean cut) {
    isCut = cut;
  }

  @Override
  public RouteAnswer current() {
    return new RouteAnswer(newest, null);
  }

  @Override
  public RouteAnswer awaitNewer(long epoch, Duration atMost) throws InterruptedException {
    Engine engine = reached();
    RouteBoard board = engine == null ? null : engine.board();
    if (engine == null || board == null) {
      pause(AGAIN);
      return current();
    }
    board.report(sent(state));
    Route answer = board.await(epoch, board.announced(), atMost);
    var next = board.announced();
    world.scheduler().giveWay();
    if (engine != reached()) {
      pause(AGAIN);
      return current();
    }
    board.renew(owner.name());
    world.store().history().seen(answer);
    newest = answer.epoch() > newest.epoch() ? answer : newest;
    return new RouteAnswer(answer, null, Readers.NONE, next);
  }

  @Override
  public void report(RouterState told) {
    judge.accept(told);
    state = told;
    owner.start(() -> {
      world.scheduler().giveWay();
      Engine engine = reached();
      RouteBoard board = engine == null ? null : engine.board();
      if (board != null) {
        board.report(sent(told));
      }
    });
  }

  private RouterReport sent(RouterState told) {
    return new RouterReport(
        owner.name(),
        told.epoch(),
        told.inFlight(),
        told.drained(),
        told.leaving(),
        told.sequence(),
        null,
        new RouterReport.Ready(told.ready()));
  }

  private @Nullable Engine reached() {
    return isCut ? null : world.engines().reachable();
  }

  private void pause(Duration duration) throws InterruptedException {
    boolean _ = world.scheduler().await(() -> false, duration);
  }

  /// Goodbye was said by the last report.
  @Override
  public void close() {
    isCut = true;
  }
}
