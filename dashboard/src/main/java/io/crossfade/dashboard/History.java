package io.crossfade.dashboard;

import java.util.ArrayList;
import java.util.List;

/// The samples of a migration since somebody first looked at it. Its size is bounded: when it is
/// full, every second sample is forgotten, and from then on only half as many are kept.
final class History {
  private static final int MOST = 600;

  private final List<Sample> samples = new ArrayList<>();
  private long secondsBetween = 1;

  void add(Sample sample) {
    if (!samples.isEmpty() && sample.at() - samples.getLast().at() < secondsBetween) {
      return;
    }
    samples.add(sample);
    if (samples.size() > MOST) {
      List<Sample> half = new ArrayList<>();
      for (int i = 0; i < samples.size(); i += 2) {
        half.add(samples.get(i));
      }
      samples.clear();
      samples.addAll(half);
      secondsBetween *= 2;
    }
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }
}
