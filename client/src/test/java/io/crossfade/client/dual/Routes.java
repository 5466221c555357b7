package io.crossfade.client.dual;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.HoldListener;
import io.crossfade.client.Router;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A router whose route a test sets. */
public final class Routes implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(10);

  public final FixedRouteSource source = new FixedRouteSource(Route.initial("shop"));
  public final Router router = new Router(source, SOON, HoldListener.NONE);

  /** Publishes a route and waits until the router has confirmed and told it. */
  public void follow(Route route) {
    source.set(route);
    while (source.reported().epoch() < route.epoch()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  public Routes mirroredFrom(Side side) {
    follow(router.route().mirroredFrom(side));
    return this;
  }

  public void only(Side side) {
    follow(router.route().allOn(side));
  }

  @Override
  public void close() {
    router.close();
  }
}
