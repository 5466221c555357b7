package io.crossfade.transfer.copy;

import io.crossfade.connector.ChunkId;
import io.crossfade.model.CrossfadeException;

/** Is told of each chunk that was copied or failed. Called from several threads. */
public interface CopyProgress {
  void copied(ChunkId chunk, long rows);

  /** An attempt failed and will be made again. */
  void failed(ChunkId chunk, CrossfadeException error);
}
