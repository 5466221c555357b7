package io.crossfade.gateway.settings;

import java.time.Duration;

/// How much a gateway lets itself be asked for.
///
/// @param sessions clients that are logged in, at once; as many more may be about to
/// @param login how long a client may take to log in, and a database to let the gateway in
/// @param end how long an end may take to read what was sent to it last
/// @param switching what becomes of sessions at a switch
public record Limits(int sessions, Duration login, Duration end, Switching switching) {
  public static final Limits DEFAULT =
      new Limits(1000, Duration.ofSeconds(30), Duration.ofSeconds(5));

  public Limits(int sessions, Duration login, Duration end) {
    this(sessions, login, end, Switching.DEFAULT);
  }

  public Limits with(Switching other) {
    return new Limits(sessions, login, end, other);
  }
}
