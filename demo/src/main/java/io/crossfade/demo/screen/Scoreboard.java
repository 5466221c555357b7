package io.crossfade.demo.screen;

import java.util.List;

/// The end of a run, in numbers.
///
/// @param name what was run, in a few words
/// @param seconds how long the run took, servers and shop included
/// @param cutover pauses at the cutovers
/// @param rollback pauses at the rollbacks
public record Scoreboard(
    Title title, Moved moved, Served served, Pauses cutover, Pauses rollback, Judged judged) {

  /// @param name what was run, in a few words
  /// @param seconds how long it took, servers and shop included
  public record Title(String name, double seconds) {}

  /// @param lostWrites acknowledged effects that are not there
  /// @param duplicatedWrites effects that are there more often than they were written
  /// @param rowsDumped how many rows the dump comparison compared
  /// @param rowsDifferent how many of them differ between the two databases
  /// @param examples of everything that is wrong, failures included
  public record Judged(
      long lostWrites,
      long duplicatedWrites,
      long rowsDumped,
      long rowsDifferent,
      List<String> examples) {
    public static final Judged NOT = new Judged(0, 0, 0, 0, List.of());

    public Judged {
      examples = List.copyOf(examples);
    }
  }

  /// Rows that differ, whoever found them.
  public long drift() {
    return Math.max(moved.drift(), judged.rowsDifferent());
  }

  /// Whether nothing was lost, repeated, left different or failed, and the drill was found in time.
  public boolean isClean() {
    return judged.lostWrites() == 0
        && judged.duplicatedWrites() == 0
        && drift() == 0
        && (moved.found() == null || moved.found().inTime())
        && served.failed() == 0
        && judged.examples().isEmpty();
  }
}
