package io.crossfade.simulation;

import io.crossfade.client.RouteAnswer;
import io.crossfade.client.RouteSource;
import io.crossfade.client.RouterState;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.routes.RouterReport;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.simulation.schedule.Actor;
import io.crossfade.simulation.schedule.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a router hears and tells, as client/HttpRouteSource does it over HTTP: by long polls, and
/// by reports beside them, which may come late, in another order, or never.
final class SimulatedRoutes implements RouteSource {
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final Scheduler scheduler;
  private final Actor owner;
  private final Plane plane;
  private Route newest;
  private RouterState state = RouterState.NONE;
  private boolean isCut;

  /// The control plane, and a judge of what is said.
  interface Plane {
    /// Null where nobody answers.
    @Nullable RouteBoard board();

    void answers(Route route);

    void hears(RouterState told);
  }

  /// @param kept with which it begins, as from a file
  SimulatedRoutes(Scheduler scheduler, Actor owner, Route kept, Plane plane) {
    this.scheduler = scheduler;
    this.owner = owner;
    this.plane = plane;
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
    RouteBoard board = board();
    if (board == null) {
      pause();
      return current();
    }
    board.report(sent(state));
    Side known = board.announced();
    // It is the control plane that waits: who asks may be dead by then, and must hold up nobody.
    boolean _ =
        scheduler.await(
            () -> board.current().epoch() > epoch || board.announced() != known || board.isClosed(),
            atMost);
    Route answer = board.current();
    Side next = board.announced();
    scheduler.giveWay();
    if (board != board()) {
      pause();
      return current();
    }
    board.renew(owner.name());
    plane.answers(answer);
    newest = answer.epoch() > newest.epoch() ? answer : newest;
    return new RouteAnswer(answer, null, Readers.NONE, next);
  }

  @Override
  public void report(RouterState told) {
    plane.hears(told);
    state = told;
    owner.start(() -> {
      scheduler.giveWay();
      RouteBoard board = board();
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

  private @Nullable RouteBoard board() {
    return isCut ? null : plane.board();
  }

  private void pause() throws InterruptedException {
    boolean _ = scheduler.await(() -> false, AGAIN);
  }

  /// Goodbye was said by the last report.
  @Override
  public void close() {
    isCut = true;
  }
}
