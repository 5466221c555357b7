package io.crossfade.cli;

import io.crossfade.engine.store.LeaseHolder;

/// Who types a command, as it stands in the events.
final class Asker {
  private Asker() {}

  /// `user@host`
  static String here() {
    return System.getProperty("user.name", "unknown") + "@" + LeaseHolder.thisHost();
  }
}
