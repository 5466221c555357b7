package io.crossfade.bench.client;

import java.util.Arrays;

/// How long each of many operations took.
final class Latencies {
  private long[] nanos = new long[1 << 10];
  private int count;

  void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = took;
  }

  void addAll(Latencies others) {
    for (int i = 0; i < others.count; i++) {
      add(others.nanos[i]);
    }
  }

  /// In microseconds.
  double percentile(double percent) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int at = (int) Math.ceil(percent / 100 * count) - 1;
    return sorted[Math.max(0, at)] / 1e3;
  }

  int count() {
    return count;
  }
}
