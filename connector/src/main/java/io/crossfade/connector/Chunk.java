package io.crossfade.connector;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.KeyRange;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A primary-key range of one table and how far its copy is.
 *
 * @param attempt counts the openings; a commit with an older number is refused
 * @param boundary what its snapshot had seen, encoded; null until DONE
 * @param retireAfter the position (encoded) after which no change can be in the boundary; null
 *     until DONE
 */
public record Chunk(
    ChunkId id,
    KeyRange range,
    State state,
    int attempt,
    @Nullable String boundary,
    @Nullable String retireAfter,
    long rows)
    implements Serializable {

  /** What to throw where this attempt is not the newest one any more. */
  public CrossfadeException superseded(String migration) {
    return new CrossfadeException(
        ErrorCode.SUPERSEDED,
        "attempt "
            + attempt
            + " at chunk "
            + id.number()
            + " of "
            + id.table()
            + " was given up for another one; nothing was written",
        Map.of("table", id.table().toString(), "migration", migration));
  }

  /** A chunk's life. See docs/stitch.md for what the stream does in each state. */
  public enum State {
    WAITING,
    COPYING,
    DONE
  }
}
