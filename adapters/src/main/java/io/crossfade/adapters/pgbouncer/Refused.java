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

  /// It says `08P01` of a wrong password too, before 1.20.
  boolean isOfPassword() {
    return state.equals("28P01") || String.valueOf(getMessage()).contains("password");
  }
}
