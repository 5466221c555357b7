package io.crossfade.engine.manifest;

import java.time.Duration;
import java.util.List;

/// How traffic moves once the data is there.
///
/// @param strategy how the data gets there and stays equal; only `cdc` for now
/// @param reads the growing percentages of the reads that go to the target before the cutover; may
///   be empty
/// @param bake how long each of them has to last
public record Course(String strategy, List<Integer> reads, Duration bake, CutoverSettings cutover) {
  public static final Course DEFAULT =
      new Course("cdc", List.of(10, 50, 100), Duration.ZERO, CutoverSettings.DEFAULT);

  public Course {
    reads = List.copyOf(reads);
  }
}
