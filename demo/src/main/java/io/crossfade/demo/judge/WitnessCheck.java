package io.crossfade.demo.judge;

import io.crossfade.demo.record.Effect.Appended;
import java.util.HashMap;
import java.util.Map;

/// Each transaction appended so many events that bear its tag; a tag that nobody expects was
/// refused or rolled back.
record WitnessCheck(Map<String, Long> found) implements Check {

  @Override
  public void run(Evidence evidence, Findings findings) {
    Map<String, Long> expected = new HashMap<>();
    evidence.each(
        Appended.class, (tag, effect) -> expected.merge(tag, (long) effect.count(), Long::sum));
    findings.compareCounts(expected, found, "events with its tag");
  }
}
