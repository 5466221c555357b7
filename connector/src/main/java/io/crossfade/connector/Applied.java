package io.crossfade.connector;

import io.crossfade.model.Key;
import io.crossfade.model.TableName;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * The database did not take a row, or not there: apply the batch row by row, in order.
   *
   * @param reason in words, without values
   * @param refused the row, where each write was of one row only; else null
   */
  record Conflict(String reason, @Nullable RefusedRow refused) implements Applied {}

  /** A row of the written table. */
  record RefusedRow(TableName table, Key key) implements Serializable {}
}
