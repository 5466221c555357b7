package io.crossfade.engine.metrics;

import org.jspecify.annotations.Nullable;

/// What came of measuring once.
///
/// @param value null where there is none
/// @param why there is none, for people; empty where there is one
/// @param share what was counted for it, where it is a share of what happened by chance
public record Sample(@Nullable Double value, String why, @Nullable Share share) {

  /// So many of so many.
  public record Share(long part, long whole) {
    public double value() {
      return (double) part / whole;
    }

    public Share and(Share more) {
      return new Share(part + more.part, whole + more.whole);
    }

    /// What is left of it if the part was as large as it is by bad luck. Of a small one nothing is.
    ///
    /// @param luck how many standard deviations: of a Poisson process, whose variance is its mean
    public double atLeast(double luck) {
      return Math.max(0, part - luck * Math.sqrt(part)) / whole;
    }
  }

  /// What is no number is none.
  public static Sample of(double value) {
    return Double.isFinite(value)
        ? new Sample(value, "", null)
        : none("what was measured is no number: " + value);
  }

  public static Sample of(Share share) {
    return new Sample(share.value(), "", share);
  }

  public static Sample none(String why) {
    return new Sample(null, why, null);
  }
}
