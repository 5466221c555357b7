package io.crossfade.connector;

import io.crossfade.model.Boundary;
import io.crossfade.model.Position;
import io.crossfade.model.Row;

/** One target transaction: a chunk's rows together with its DONE, or nothing. */
public interface ChunkWrite extends AutoCloseable {
  /** Frames as {@link Snapshot#frames} gives them. */
  void frames(byte[] buffer, int offset, int length);

  /**
   * A row with a value for each written column that is not {@code WhenMissing}, in the mapping's
   * order.
   */
  void row(Row row);

  /**
   * Commits rows, DONE, boundary and retirement. SUPERSEDED, and nothing written, if this attempt
   * or lease is no longer the chunk's.
   */
  void commit(Boundary boundary, Position retireAfter, long rows);

  /** Rolls back unless committed. */
  @Override
  void close();
}
