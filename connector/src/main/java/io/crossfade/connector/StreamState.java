package io.crossfade.connector;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import java.io.Serializable;

/**
 * How far a change stream has been applied.
 *
 * @param position encoded by the connector of the side that is read
 * @param origin the server that is read, as it was when the stream was made
 */
public record StreamState(String position, Identity origin) implements Serializable {
  /** What to throw where a stream's position is to be moved and there is none. */
  public static CrossfadeException notBegun(
      String migration, Direction direction, String database) {
    return new CrossfadeException(
        ErrorCode.NOT_ALLOWED_NOW,
        "migration "
            + migration
            + " has no "
            + direction
            + " stream in "
            + database
            + " whose position could be moved; begin one first");
  }
}
