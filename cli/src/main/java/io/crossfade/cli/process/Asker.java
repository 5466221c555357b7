package io.crossfade.cli.process;

import io.crossfade.engine.store.LeaseHolder;

/// Who types a command, as it stands in the events and in the audit.
public final class Asker {
  private Asker() {}

  /// `user@host`
  public static String here() {
    return System.getProperty("user.name", "unknown") + "@" + LeaseHolder.thisHost();
  }
}
