package io.crossfade.server.hosting;

import io.crossfade.connector.Lease;
import io.crossfade.engine.OpenMigration;
import java.util.function.Supplier;

/// A turn that has come already.
record Taken(Turn turn, Lease lease) implements OpenMigration.Taking {
  @Override
  public Lease take(String migration) {
    return lease;
  }

  @Override
  public Lease counting(Supplier<Lease> on) {
    return turn.counting(on);
  }
}
