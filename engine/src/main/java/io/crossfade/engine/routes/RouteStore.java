package io.crossfade.engine.routes;

import io.crossfade.model.Route;

/// Keeps the current route over the end of this process.
@FunctionalInterface
public interface RouteStore {
  /// Returns once the route is durable, or is sure to be published by whoever comes after us; only
  /// then do routers see it.
  void save(Route route);
}
