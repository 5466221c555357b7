package io.crossfade.engine.manifest;

import java.time.Duration;

/// @param mode who says when
/// @param deadline how long the hold may last; after it the cutover is aborted and the old route
///   goes on. The default leaves a router, which fails what it has held for 5 s, time to hear of it
/// @param firstTry how long the first holds may last; further ones last longer, up to the deadline
/// @param requireRehearsal whether the gate stays closed until a rehearsal has passed
/// @param bake how long after the cutover the gates are asked before a cleanup may begin
public record CutoverSettings(
    Mode mode, Duration deadline, Duration firstTry, boolean requireRehearsal, Duration bake) {
  public static final CutoverSettings DEFAULT =
      new CutoverSettings(
          Mode.MANUAL, Duration.ofSeconds(3), Duration.ofMillis(40), false, Duration.ZERO);

  public enum Mode {
    /// The cutover waits for `crossfade cutover`.
    MANUAL,
    /// The cutover follows as soon as the gates are open.
    AUTOMATIC
  }
}
