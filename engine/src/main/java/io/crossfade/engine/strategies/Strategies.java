package io.crossfade.engine.strategies;

import io.crossfade.engine.Setup;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.time.InstantSource;

/// All that there are, by the manifest's words for them.
public final class Strategies {
  private Strategies() {}

  /// Whether the databases keep their logs for us.
  public static boolean followsLogs(String name) {
    return !name.equals(DualWrites.NAME);
  }

  /// MANIFEST_INVALID where there is none of that name.
  public static Strategy of(String name, Setup setup, RouteBoard board, InstantSource clock) {
    return switch (name) {
      case FollowTheLog.NAME -> new FollowTheLog(setup);
      case DualWrites.NAME -> new DualWrites(setup, board, clock);
      default ->
          throw new CrossfadeException(
              ErrorCode.MANIFEST_INVALID,
              "strategy cannot be %s; write %s or %s"
                  .formatted(name, FollowTheLog.NAME, DualWrites.NAME));
    };
  }
}
