package io.crossfade.demo.screen;

import org.jspecify.annotations.Nullable;

/// What the engine did.
///
/// @param rowsCompared by all comparisons under way, not by the dump at the end
/// @param drift rows that the engine's own comparisons found different
/// @param found in the drill; null where there was none
public record Moved(
    long rowsCopied,
    double copySeconds,
    long changesApplied,
    long rowsCompared,
    long drift,
    @Nullable Found found) {
  public static final Moved NOTHING = new Moved(0, 0, 0, 0, 0, null);

  public long rowsPerSecond() {
    return copySeconds <= 0 ? 0 : Math.round(rowsCopied / copySeconds);
  }
}
