package io.crossfade.engine.metrics;

import java.util.Collection;

/// Numbers that a few outliers do not move.
final class Robust {
  private Robust() {}

  static double median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
