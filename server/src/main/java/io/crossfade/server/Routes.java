package io.crossfade.server;

import io.javalin.config.RoutesConfig;

/// What one resource answers to. One class per resource, named after it.
public interface Routes {
  void addTo(RoutesConfig routes);

  /// Ends the requests that wait, as the server stops.
  default void close() {}
}
