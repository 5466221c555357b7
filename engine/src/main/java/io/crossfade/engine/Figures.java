package io.crossfade.engine;

import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them. Always in the same language: lines are searched and compared.
public final class Figures {
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int LONG_MILLIS = 10_000;
  private static final int UNIT = 1024;
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Figures() {}

  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// Of few, tenths count.
  public static String count(double number) {
    return String.format(Locale.ROOT, number < 10 && number % 1 != 0 ? "%,.1f" : "%,.0f", number);
  }

  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= UNIT && unit < UNITS.length - 1) {
      amount /= UNIT;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
  }

  public static String nanos(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  /// Of what takes a moment: tenths count.
  public static String shortMillis(double millis) {
    return millis < 100
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : millis(Math.round(millis));
  }

  public static String millis(long millis) {
    return millis < LONG_MILLIS ? count(millis) + " ms" : seconds(millis / 1000);
  }

  public static String seconds(long seconds) {
    Duration time = Duration.ofSeconds(seconds);
    if (seconds < MINUTE) {
      return seconds + " s";
    }
    return seconds < HOUR
        ? "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
  }

  /// 100 only when nothing is missing: an estimate may be too low.
  public static int percent(long part, long whole) {
    return whole <= 0 ? 0 : (int) Math.min(part >= whole ? 100 : 99, part * 100 / whole);
  }
}
