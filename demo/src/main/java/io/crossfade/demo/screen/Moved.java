package io.crossfade.demo.screen;

/// What the engine did.
///
/// @param rowsCompared by all comparisons under way, not by the dump at the end
/// @param drift rows that the engine's own comparisons found different
public record Moved(
    long rowsCopied, double copySeconds, long changesApplied, long rowsCompared, long drift) {
  public static final Moved NOTHING = new Moved(0, 0, 0, 0, 0);

  public long rowsPerSecond() {
    return copySeconds <= 0 ? 0 : Math.round(rowsCopied / copySeconds);
  }
}
