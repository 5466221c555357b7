package io.crossfade.engine.throttle;

/// Finds the pace that the databases bear, look by look: it is halved while anything is over its
/// limit, and grows while nothing is. At the beginning it doubles, until something was over its
/// limit for the first time. Later it grows quickly to somewhat below what was too much, and from
/// there so slowly that the next time is long in coming, as CUBIC does with packets (RFC 9438).
/// Knows no clock: somebody looks about twice a second.
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
  private static final int CAREFUL_STEPS = 512;

  /// Between these parts of what was too much it grows carefully. Who got beyond has met another
  /// day.
  private static final double CAREFUL_FROM = 0.8;

  private static final double CAREFUL_TO = 1.25;

  private long pace = FREE;
  private boolean wasOver;
  private boolean isOver;
  private double tooMuch;
  private double fastest;

  /// Work begins, on databases of which nothing is known.
  void begin() {
    pace = BEGINNING;
    wasOver = false;
    isOver = false;
    tooMuch = 0;
    fastest = 0;
  }

  /// @param achieved how many rows per second were worked on lately
  /// @param worst how much of its limit is used by what uses most of it
  void look(double achieved, double worst) {
    fastest = Math.max(fastest, achieved);
    if (worst > 1) {
      shrink(Math.max(FLOOR, Math.round(achieved)));
      pace = worst > TOO_MUCH ? 0 : pace;
    } else {
      grow();
    }
    isOver = worst > 1;
    wasOver |= isOver;
  }

  private void shrink(long achieved) {
    // Half of a pace that nobody keeps would change nothing.
    long kept = Math.min(pace, achieved);
    // What little was done cannot have been too much: the server was down, or tired by others.
    if (!isOver && kept > FLOOR) {
      tooMuch = kept;
    }
    pace = Math.max(FLOOR, kept / 2);
  }

  private void grow() {
    if (pace == FREE) {
      return;
    }
    boolean careful = pace > tooMuch * CAREFUL_FROM && pace < tooMuch * CAREFUL_TO;
    long step = Math.round(fastest / (careful ? CAREFUL_STEPS : STEPS));
    pace = wasOver ? pace + Math.max(careful ? 1 : FLOOR, step) : pace * 2;
    if (pace > FASTER_THAN_ANYBODY) {
      pace = FREE;
    }
  }

  long rowsPerSecond() {
    return pace;
  }
}
