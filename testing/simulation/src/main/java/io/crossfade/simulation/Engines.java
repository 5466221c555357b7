package io.crossfade.simulation;

import org.jspecify.annotations.Nullable;

/// Which of our processes can be reached, and a new one where none carries the migration on.
final class Engines {
  private final World world;
  private @Nullable Engine newest;
  private int count;

  Engines(World world) {
    this.world = world;
  }

  Engine startAnother() {
    Engine engine = new Engine(world, ++count);
    newest = engine;
    engine.start();
    return engine;
  }

  @Nullable Engine newest() {
    return newest;
  }

  /// The newest one, unless it is dead or stopped.
  @Nullable Engine reachable() {
    return newest != null && isReachable(newest) ? newest : null;
  }

  boolean isReachable(Engine engine) {
    return engine == newest && !engine.actor().isDead() && !engine.actor().isFrozen();
  }
}
