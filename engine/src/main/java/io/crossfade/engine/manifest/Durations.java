package io.crossfade.engine.manifest;

import java.time.Duration;

/// Durations as manifests and logs write them: 500ms, 5s, 2m, 1h.
public final class Durations {
  private Durations() {}

  /// @throws IllegalArgumentException for anything else
  public static Duration parse(String text) {
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    long amount = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default ->
          throw new IllegalArgumentException(
              "no duration: " + text + "; write 500ms, 5s, 2m or 1h");
    };
  }

  /// In the largest unit that needs no fraction.
  public static String print(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }
}
