package io.crossfade.demo.chaos;

import java.util.Locale;

/// What happens to a process, or to all processes of a server.
enum Fault {
  /// As `kill -9`, as when the machine dies.
  KILL("killed"),
  /// As SIGSTOP: it does nothing, its connections stay open, and nobody is told; then SIGCONT.
  FREEZE("frozen"),
  /// Ended in order, as for an update.
  STOP("stopped in order"),
  /// Only of a server: one of its processes is killed, so it ends all sessions and recovers.
  CRASH("crashed");

  private final String done;

  Fault(String done) {
    this.done = done;
  }

  /// For the line about it: `source killed`.
  String done() {
    return done;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
