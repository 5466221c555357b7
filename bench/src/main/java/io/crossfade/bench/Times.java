package io.crossfade.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// All runs of one contestant.
record Times(String name, List<Measured> runs) {
  double median(ToDoubleFunction<Measured> of) {
    double[] sorted = runs.stream().mapToDouble(of).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
