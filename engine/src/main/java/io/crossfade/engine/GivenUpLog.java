package io.crossfade.engine;

import io.crossfade.model.Direction;
import io.crossfade.model.Side;

/// A log that no server keeps any more, because it had become too large.
///
/// @param wayOut what a person can do then
public record GivenUpLog(String why, String wayOut) {
  static GivenUpLog of(MigrationState state, Direction direction, String why) {
    return new GivenUpLog(why, wayOut(state, direction));
  }

  private static String wayOut(MigrationState state, Direction direction) {
    if (state.mayStitchAnew()) {
      return direction == Direction.FORWARD
          ? "`crossfade run` copies all rows anew"
          : "`crossfade run` opens the way back anew";
    }
    return state.authoritative() == Side.SOURCE
        ? "`crossfade abort`, and begin anew"
        : "there is no way back without loss any more: stay with `crossfade cleanup`, or give up what has not come back with `crossfade rollback --accept-loss`";
  }

  @Override
  public String toString() {
    return why + ". " + Character.toUpperCase(wayOut.charAt(0)) + wayOut.substring(1);
  }
}
