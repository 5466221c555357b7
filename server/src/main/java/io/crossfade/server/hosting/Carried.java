package io.crossfade.server.hosting;

import io.crossfade.engine.Control;
import io.crossfade.engine.routes.RouteBoard;
import java.util.Optional;

/// A migration that this process carries on.
public interface Carried extends AutoCloseable {
  Control control();

  /// Where routers learn its route; empty where there are none.
  Optional<RouteBoard> board();

  /// The number of its newest event.
  long newest();

  /// Goes on up to where a person decides, then waits until the migration has ended or was closed.
  /// Throws what stopped it; whoever carries it on next goes on.
  void run() throws InterruptedException;

  /// Stops this process's part. Repeatable.
  @Override
  void close();
}
