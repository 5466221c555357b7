package io.crossfade.transfer.follow;

import io.crossfade.connector.Database;
import io.crossfade.connector.Identity;
import io.crossfade.connector.StreamState;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Position;
import io.crossfade.model.Side;
import io.crossfade.transfer.Workplace;

/** The written side's own position, which alone knows what was applied before a crash. */
final class StreamStart {
  private StreamStart() {}

  static Position read(Workplace workplace, String migration, Direction direction) {
    StreamState recorded =
        workplace.database(direction.to()).workspace().stream(migration, direction)
            .orElseThrow(StreamStart::forgotten);
    Database from = workplace.database(direction.from());
    requireSameHistory(direction.from(), from.identity(), recorded.origin());
    return from.log().position(recorded.position());
  }

  private static CrossfadeException forgotten() {
    return new CrossfadeException(
        ErrorCode.TARGET_REPLACED,
        "the side that is written no longer knows this stream's position; it may have been"
            + " restored from an older backup. Abort, and start again");
  }

  /** The position means nothing in the log of another server, or of one that was failed over to. */
  private static void requireSameHistory(Side side, Identity now, Identity origin) {
    if (!now.sameHistory(origin)) {
      throw new CrossfadeException(
          side == Side.SOURCE ? ErrorCode.SOURCE_REPLACED : ErrorCode.TARGET_REPLACED,
          "the %s is not the server on which the stream began: it was system %s on timeline %d, now it is %s on %d."
                  .formatted(
                      side.spelled(),
                      origin.system(),
                      origin.timeline(),
                      now.system(),
                      now.timeline())
              + " It was replaced or failed over, so changes may be missing; the copy must be made anew");
    }
  }
}
