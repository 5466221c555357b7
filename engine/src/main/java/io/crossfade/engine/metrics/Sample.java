package io.crossfade.engine.metrics;

import org.jspecify.annotations.Nullable;

/// What came of measuring once.
///
/// @param value null where there is none
/// @param why there is none, for people; empty where there is one
public record Sample(@Nullable Double value, String why) {

  /// What is no number is none.
  public static Sample of(double value) {
    return Double.isFinite(value)
        ? new Sample(value, "")
        : none("what was measured is no number: " + value);
  }

  public static Sample none(String why) {
    return new Sample(null, why);
  }
}
