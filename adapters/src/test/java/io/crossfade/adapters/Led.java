package io.crossfade.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An adapter with a route of its own: the test is its control plane.
public final class Led implements AutoCloseable {
  public final FixedRouteSource routes;
  public final List<String> told = new CopyOnWriteArrayList<>();
  private final Adapter adapter;

  public Led(Program program, Route route) {
    routes = new FixedRouteSource(route);
    adapter = Adapter.start(routes, program, told::add);
  }

  public Led(Program program) throws Exception {
    this(program, Route.initial("shop"));
    awaitConfirmed();
  }

  public Route route() {
    return routes.current().route();
  }

  /// From now on new transactions are to wait.
  public void hold() {
    routes.set(route().hold());
  }

  public void holdAndDrain() throws Exception {
    hold();
    assertThat(routes.awaitDrained(route().epoch(), Duration.ofSeconds(10)))
        .as("%s", told)
        .isTrue();
  }

  public void moveTo(Side side) throws Exception {
    routes.set(route().allOn(side));
    awaitConfirmed();
  }

  /// The hold is called off.
  public void release() throws Exception {
    routes.set(route().release());
    awaitConfirmed();
  }

  public void awaitConfirmed() throws Exception {
    assertThat(routes.awaitDrained(route().epoch(), Duration.ofSeconds(10)))
        .as("%s", told)
        .isTrue();
  }

  @Override
  public void close() {
    adapter.close();
  }
}
