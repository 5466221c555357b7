package io.crossfade.engine.manifest;

import org.jspecify.annotations.Nullable;

/// How hard the copy may press on the source.
///
/// @param workers chunks that are copied at the same time
/// @param rowsPerSecond over all workers; null is unlimited
public record CopySettings(int workers, long chunkRows, @Nullable Long rowsPerSecond) {
  public static final CopySettings DEFAULT = new CopySettings(2, 50_000, null);
}
