package io.crossfade.bench.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How operations follow each other.
///
/// @param perSecond 0 if each follows at once
/// @param holdsMicros for how long a write keeps its transaction open, doing nothing
record Load(String name, int perSecond, int holdsMicros) {
  static final Load FULL = new Load("at full speed", 0, 0);

  /// @param perSecond so few that both processors have time left
  static Load steady(int perSecond) {
    return new Load("at " + perSecond + "/s", perSecond, 700);
  }

  /// Waits until an operation is due.
  ///
  /// @param start of the first one
  /// @return from when on it is measured: if it comes late because those before took too long, this
  ///   is time that its caller has waited
  long begin(long start, int number) {
    if (perSecond == 0) {
      return System.nanoTime();
    }
    long due = start + number * TimeUnit.SECONDS.toNanos(1) / perSecond;
    boolean late = due - System.nanoTime() < 0;
    while (due - System.nanoTime() > 0) {
      LockSupport.parkNanos(due - System.nanoTime());
    }
    return late ? due : System.nanoTime();
  }
}
