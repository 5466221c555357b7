package io.crossfade.cli.view;

import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them. Always in the same language: lines are searched and compared.
public final class Numbers {
  private static final int UNIT = 1024;
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Numbers() {}

  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= UNIT && unit < UNITS.length - 1) {
      amount /= UNIT;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
  }

  public static String millis(long millis) {
    return millis < 10_000 ? count(millis) + " ms" : seconds(millis / 1000);
  }

  public static String seconds(long seconds) {
    Duration time = Duration.ofSeconds(seconds);
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
  }

  static String nanos(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  /// 100 only when nothing is missing: an estimate may be too low.
  static int percent(long part, long whole) {
    return whole <= 0 ? 0 : (int) Math.min(part >= whole ? 100 : 99, part * 100 / whole);
  }
}
