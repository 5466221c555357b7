package io.crossfade.connector;

import io.crossfade.model.Key;
import io.crossfade.model.TableName;
import java.io.Serializable;
import java.util.List;

/** What became of a batch. In every case but {@link Done} nothing was written. */
public sealed interface Applied extends Serializable {

  record Done(long rows) implements Applied {}

  /** A chunk for which changes were dropped is no longer WAITING: decide anew. */
  record ChunksOpened(List<ChunkId> chunks) implements Applied {}

  /**
   * Rows to be patched or moved are not there: read them again. Keys are the new ones, of the
   * written table.
   */
  record RowsMissing(TableName table, List<Key> keys) implements Applied {}

  /** A constraint refused the compacted batch: apply it row by row, in order. */
  record Conflict(String reason) implements Applied {}
}
