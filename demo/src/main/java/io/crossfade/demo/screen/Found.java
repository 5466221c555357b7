package io.crossfade.demo.screen;

import java.util.List;
import java.util.Locale;

/// What Crossfade has told of a row that was changed behind its back.
///
/// @param side on which it was changed
/// @param seconds from the change until it was told
public record Found(String table, String key, List<String> columns, String side, double seconds) {
  /// What is promised.
  private static final double SOON = 5;

  public Found {
    columns = List.copyOf(columns);
  }

  boolean inTime() {
    return seconds < SOON;
  }

  /// For people.
  public String text() {
    return String.format(
        Locale.ROOT,
        "found after %.1f s: %s key %s %s on the %s",
        seconds,
        table,
        key,
        columns,
        side);
  }
}
