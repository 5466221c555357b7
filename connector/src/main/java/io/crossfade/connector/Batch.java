package io.crossfade.connector;

import io.crossfade.model.Position;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * Whole source transactions, gathered and compacted, to be written in one target transaction.
 *
 * @param after the stream's position before the batch; the write happens only if it is still the
 *     target's
 * @param through the position when the batch is written
 * @param dropped the chunks whose changes were dropped because they were WAITING; they must still
 *     be
 */
public record Batch(Position after, Position through, List<Write> writes, Set<ChunkId> dropped)
    implements Serializable {
  public Batch {
    writes = List.copyOf(writes);
    dropped = Set.copyOf(dropped);
  }
}
