package io.crossfade.dashboard;

import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them on a page.
final class Figures {
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int LONG_MILLIS = 10_000;
  private static final long KILO = 1024;

  private Figures() {}

  static String count(double number) {
    return String.format(Locale.ROOT, number < 10 && number % 1 != 0 ? "%,.1f" : "%,.0f", number);
  }

  /// Of what takes a moment: tenths count.
  static String shortMillis(double millis) {
    return millis < 100
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : millis(Math.round(millis));
  }

  static String millis(long millis) {
    return millis < LONG_MILLIS ? count(millis) + " ms" : seconds(millis / 1000);
  }

  static String seconds(long seconds) {
    Duration time = Duration.ofSeconds(seconds);
    if (seconds < MINUTE) {
      return seconds + " s";
    }
    return seconds < HOUR
        ? "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
  }

  static String bytes(long bytes) {
    double amount = bytes;
    String unit = "B";
    for (String larger : new String[] {"kB", "MB", "GB", "TB"}) {
      if (amount < KILO) {
        break;
      }
      amount /= KILO;
      unit = larger;
    }
    return String.format(Locale.ROOT, unit.equals("B") ? "%.0f %s" : "%.1f %s", amount, unit);
  }

  /// 100 only when nothing is missing: an estimate may be too low.
  static int percent(long part, long whole) {
    return whole <= 0 ? 0 : (int) Math.min(part >= whole ? 100 : 99, part * 100 / whole);
  }
}
