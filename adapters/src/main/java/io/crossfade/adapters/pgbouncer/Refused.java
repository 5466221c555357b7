package io.crossfade.adapters.pgbouncer;

import java.io.IOException;

/// PgBouncer's own word against what it was asked.
final class Refused extends IOException {
  private static final long serialVersionUID = 1;

  private final String state;

  Refused(Frames.Frame error) {
    super(error.field('M'));
    this.state = error.field('C');
  }

  /// Many versions say `08P01` of a wrong password too.
  boolean isOfPassword() {
    String message = String.valueOf(getMessage());
    return state.equals("28P01")
        || message.contains("password")
        || message.contains("authentication failed");
  }
}
