package io.crossfade.dashboard;

import io.crossfade.server.hosting.Migrations;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The pulse of each migration that somebody has looked at.
final class Pulses implements AutoCloseable {
  private final Migrations migrations;
  private final Templates templates;
  private final Map<String, Pulse> pulses = new ConcurrentHashMap<>();

  Pulses(Migrations migrations, Templates templates) {
    this.migrations = migrations;
    this.templates = templates;
  }

  /// Throws MIGRATION_UNKNOWN for one that is not there.
  Pulse of(String migration) {
    Pulse known = pulses.get(migration);
    if (known != null) {
      return known;
    }
    var _ = migrations.status(migration); // a name that somebody made up leaves nothing behind
    return pulses.computeIfAbsent(migration, name -> new Pulse(migrations, templates, name));
  }

  @Override
  public void close() {
    pulses.values().forEach(Pulse::close);
  }
}
