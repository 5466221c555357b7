package io.crossfade.engine.throttle;

/// Finds the pace that the databases bear, look by look: it is halved while anything is over its
/// limit, and grows a little while nothing is. At the beginning it doubles, until something was
/// over its limit for the first time. Knows no clock: somebody looks about twice a second.
final class Governor {
  /// So that the work comes to an end one day even on a server that is always over a limit.
  static final long FLOOR = 500;

  static final long BEGINNING = 20_000;

  /// Faster than anybody copies.
  static final long FREE = Long.MAX_VALUE;

  /// This far over a limit nothing more is begun at all.
  private static final double TOO_MUCH = 4;

  private static final long FASTER_THAN_ANYBODY = 20_000_000;
  private static final int STEPS = 16;

  private long pace = FREE;
  private boolean wasOver;
  private double fastest;

  /// Work begins, on databases of which nothing is known.
  void begin() {
    pace = BEGINNING;
    wasOver = false;
    fastest = 0;
  }

  /// @param achieved how many rows per second were worked on lately
  /// @param worst how much of its limit is used by what uses most of it
  void look(double achieved, double worst) {
    fastest = Math.max(fastest, achieved);
    if (worst > TOO_MUCH) {
      pace = 0;
    } else if (worst > 1) {
      // Half of a pace that nobody keeps would change nothing.
      pace = Math.max(FLOOR, Math.min(pace, Math.max(FLOOR, Math.round(achieved))) / 2);
    } else {
      grow();
    }
    wasOver |= worst > 1;
  }

  private void grow() {
    if (pace == FREE) {
      return;
    }
    pace = wasOver ? pace + Math.max(FLOOR, Math.round(fastest / STEPS)) : pace * 2;
    if (pace > FASTER_THAN_ANYBODY) {
      pace = FREE;
    }
  }

  long rowsPerSecond() {
    return pace;
  }
}
