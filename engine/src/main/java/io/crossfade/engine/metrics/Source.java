package io.crossfade.engine.metrics;

/// Where the numbers of one metric come from. Used by one thread.
@FunctionalInterface
public interface Source {
  /// Measures now. Never throws for what is away: then there is no number.
  Sample sample();

  /// Whether a sample tells of the time since the one before.
  default boolean isOverTime() {
    return false;
  }

  /// One whose samples tell of the time since the one before.
  static Source overTime(Source source) {
    return new Source() {
      @Override
      public Sample sample() {
        return source.sample();
      }

      @Override
      public boolean isOverTime() {
        return true;
      }
    };
  }
}
