package io.crossfade.engine.throttle;

import io.crossfade.connector.Load;
import io.crossfade.engine.manifest.ThrottleSettings;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing that was looked at, beside its limit.
///
/// @param shown with its limit, as in `source latency 72 ms > 50 ms`; only for people
/// @param ratio of what it is to its limit
record Reading(String shown, double ratio) {
  /// A database that does not answer is not to be loaded more.
  static Reading noAnswer(Side side) {
    return new Reading(side.spelled() + " does not answer", 2);
  }

  /// Everything for which there is a limit.
  static List<Reading> of(Side side, Load load, ThrottleSettings limits) {
    List<Reading> all = new ArrayList<>();
    String name = side.spelled();
    Duration latency = side == Side.SOURCE ? limits.sourceLatency() : limits.targetLatency();
    addTime(all, name + " latency", load.latency(), latency);
    addTime(all, name + " replica lag", load.replicaLag(), limits.replicaLag());
    if (limits.activeSessions() != null) {
      add(all, name + " active sessions", load.activeSessions(), limits.activeSessions(), "");
    }
    if (limits.keptLog() != null) {
      // Near the limit the log is given up: what may wait makes room before.
      add(
          all,
          name + " kept log",
          megabytes(load.keptLog()),
          megabytes(limits.keptLog() / 2),
          " MB");
    }
    return all;
  }

  private static void addTime(
      List<Reading> all, String what, Duration is, @Nullable Duration limit) {
    if (limit != null) {
      add(all, what, is.toMillis(), limit.toMillis(), " ms");
    }
  }

  private static void add(List<Reading> all, String what, long is, long limit, String unit) {
    all.add(
        new Reading(
            String.format(Locale.ROOT, "%s %,d%s > %,d%s", what, is, unit, limit, unit),
            is / (double) Math.max(1, limit)));
  }

  private static long megabytes(long bytes) {
    return bytes / (1 << 20);
  }
}
