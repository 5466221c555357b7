package io.crossfade.engine.metrics;

import java.util.Arrays;

/// Numbers that a few outliers do not move.
final class Robust {
  private Robust() {}

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
