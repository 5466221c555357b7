package io.crossfade.simulation;

import io.crossfade.client.HoldListener;
import io.crossfade.client.RoutedTransaction;
import io.crossfade.client.Router;
import io.crossfade.client.RouterState;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.simulation.schedule.Actor;
import java.time.Duration;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A process with a router of the real class: of one client, or a gateway before several. What it
/// connects to the databases ends with it.
final class Front implements SimulatedRoutes.Plane {
  private static final Duration HOLD_LIMIT = Router.DEFAULT_HOLD_LIMIT;
  private static final Duration LAST_TRANSACTIONS = Duration.ofSeconds(2);

  private final World world;
  private final Actor actor;
  private final SimulatedRoutes routes;
  private final Router router;

  /// By epoch, as its clients see it; only epochs with transactions under way.
  private final TreeMap<Long, Integer> underWay = new TreeMap<>();

  private long confirmed;
  private boolean isLeaving;

  /// @param kept the route with which it begins
  Front(World world, Actor actor, Route kept) {
    this.world = world;
    this.actor = actor;
    this.routes = new SimulatedRoutes(world.scheduler(), actor, kept, this);
    this.router = new Router(routes, HOLD_LIMIT, HoldListener.NONE, actor.threads());
  }

  /// What the control plane is told is what a switch relies on.
  @Override
  public void hears(RouterState told) {
    if (told.epoch() < confirmed) {
      world.violated(
          new Violation(
              "%s has confirmed epoch %d and goes back to %d"
                  .formatted(actor, confirmed, told.epoch())));
    }
    confirmed = told.epoch();
    if (told.drained() && !underWay.isEmpty() && underWay.firstKey() < told.epoch()) {
      world.violated(
          new Violation(
              "%s reports epoch %d as drained, and a transaction of epoch %d is under way"
                  .formatted(actor, told.epoch(), underWay.firstKey())));
    }
  }

  @Override
  public @Nullable RouteBoard board() {
    Engine engine = world.engines().reachable();
    return engine == null ? null : engine.board();
  }

  @Override
  public void answers(Route route) {
    world.store().history().seen(route);
  }

  Actor actor() {
    return actor;
  }

  SimulatedRoutes routes() {
    return routes;
  }

  Route route() {
    return router.route();
  }

  /// As the gateway does it, which must not wait on a thread: null where the hold did not end in
  /// time, or this process does.
  @Nullable RoutedTransaction begin() {
    boolean _ = world.await(() -> isGone() || !router.route().held(), HOLD_LIMIT);
    if (isGone()) {
      return null;
    }
    RoutedTransaction begun;
    try {
      begun = router.tryBegin(false, null);
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.NOT_RUNNING) {
        throw e;
      }
      return null;
    }
    if (begun != null && begun.route().held()) {
      throw new Violation("%s lets a transaction begin in a hold".formatted(actor));
    }
    if (begun != null) {
      underWay.merge(begun.route().epoch(), 1, Integer::sum);
    }
    return begun;
  }

  void ended(RoutedTransaction begun) {
    underWay.computeIfPresent(begun.route().epoch(), (_, count) -> count == 1 ? null : count - 1);
    begun.close();
  }

  boolean isGone() {
    return isLeaving || actor.isDead();
  }

  /// Nobody begins here any more; who is under way may end for a while.
  void leave() {
    isLeaving = true;
    actor.start(() -> {
      boolean _ = world.await(underWay::isEmpty, LAST_TRANSACTIONS);
      world.servers().values().forEach(server -> server.kill(actor.name()));
      boolean _ = world.await(underWay::isEmpty, LAST_TRANSACTIONS);
      router.close();
    });
  }

  /// As kill -9 does: its router says nothing any more, and its connections are gone.
  void kill() {
    actor.kill();
    world.servers().values().forEach(server -> server.kill(actor.name()));
  }
}
