package io.crossfade.engine.manifest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the databases have to bear at most; null is without a limit.
///
/// @param rowsPerSecond of copy and comparison together
/// @param sourceLatency of a small durable transaction on the source
/// @param targetLatency the same on the target
/// @param activeSessions of others than Crossfade, on either server
/// @param replicaLag of the slowest replica of either
/// @param keptLog bytes of log that either server keeps for our streams
public record ThrottleSettings(
    @Nullable Long rowsPerSecond,
    @Nullable Duration sourceLatency,
    @Nullable Duration targetLatency,
    @Nullable Long activeSessions,
    @Nullable Duration replicaLag,
    @Nullable Long keptLog) {
  public static final ThrottleSettings DEFAULT =
      new ThrottleSettings(null, Duration.ofMillis(250), Duration.ofSeconds(1), null, null, null);

  /// Whether there is anything for which one has to look at the databases.
  public boolean asksForALook() {
    return sourceLatency != null
        || targetLatency != null
        || activeSessions != null
        || replicaLag != null
        || keptLog != null;
  }
}
