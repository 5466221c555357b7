package io.crossfade.openfeature;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.RouteAnswer;
import io.crossfade.client.RouteSource;
import io.crossfade.client.RouterState;
import io.crossfade.model.Route;
import java.time.Duration;
import java.util.Optional;

/** Routes that a test sets, and a lease that is as old as it says. */
final class LeasedSource implements RouteSource {
  final FixedRouteSource routes;
  volatile Optional<Duration> leaseAge = Optional.of(Duration.ZERO);

  LeasedSource(Route first) {
    routes = new FixedRouteSource(first);
  }

  @Override
  public RouteAnswer current() {
    return routes.current();
  }

  @Override
  public RouteAnswer awaitNewer(long epoch, Duration atMost) throws InterruptedException {
    return routes.awaitNewer(epoch, atMost);
  }

  @Override
  public void report(RouterState state) {
    routes.report(state);
  }

  @Override
  public Optional<Duration> leaseAge() {
    return leaseAge;
  }

  @Override
  public void close() {
    routes.close();
  }
}
