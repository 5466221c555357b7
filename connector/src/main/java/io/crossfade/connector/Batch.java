package io.crossfade.connector;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * Whole source transactions, gathered and compacted, to be written in one target transaction.
 *
 * <p>The writes of a large transaction are made while they are walked, and each walk makes them
 * anew: whoever applies a batch walks them once for each attempt, and keeps only a part in memory.
 * Such a batch is for the process that reads the stream; all others may be sent to another one.
 *
 * @param after the stream's position before the batch; the write happens only if it is still the
 *     target's
 * @param through the position when the batch is written
 * @param dropped the chunks whose changes were dropped because they were WAITING; they must still
 *     be
 */
public record Batch(Position after, Position through, Iterable<Write> writes, Set<ChunkId> dropped)
    implements Serializable {
  public Batch {
    dropped = Set.copyOf(dropped);
  }

  /** What to throw where the stream does not stand where the batch begins. */
  public CrossfadeException superseded(Mark stream) {
    return new CrossfadeException(
        ErrorCode.SUPERSEDED,
        "the "
            + stream.direction()
            + " stream of migration "
            + stream.migration()
            + " does not stand at "
            + after.encode()
            + ": somebody else has applied or moved it; nothing was written",
        Map.of("migration", stream.migration(), "direction", stream.direction().name()));
  }
}
