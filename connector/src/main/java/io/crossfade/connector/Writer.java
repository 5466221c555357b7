package io.crossfade.connector;

import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.TableMapping;
import org.jspecify.annotations.Nullable;

/** Writes rows. Every transaction bears the mark of its migration and direction. */
public interface Writer {
  /** Whether {@link ChunkWrite#frames} understands this format for this mapping. */
  boolean understands(String frameFormat, TableMapping mapping);

  /**
   * Begins the one transaction that writes a chunk.
   *
   * @param format of the frames that come, which it understands; null where rows come
   */
  ChunkWrite chunk(Lease lease, Chunk chunk, TableMapping mapping, @Nullable String format);

  /** Opens the one that applies changes in a direction. */
  Applier applier(Lease lease, Direction direction, Mapping mapping);
}
