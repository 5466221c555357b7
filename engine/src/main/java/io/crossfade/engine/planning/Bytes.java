package io.crossfade.engine.planning;

import java.util.Locale;

/// Amounts as people read them.
final class Bytes {
  private static final int UNIT = 1024;
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Bytes() {}

  static String text(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= UNIT && unit < UNITS.length - 1) {
      amount /= UNIT;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
  }
}
