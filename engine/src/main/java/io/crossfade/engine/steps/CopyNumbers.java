package io.crossfade.engine.steps;

import io.crossfade.connector.ChunkId;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.TableName;
import io.crossfade.transfer.copy.CopyProgress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// What is counted of the copy in this process.
public final class CopyNumbers implements CopyProgress {
  private final AtomicLong rows = new AtomicLong();
  private final AtomicInteger chunks = new AtomicInteger();
  private final Consumer<String> notes;

  public CopyNumbers(Consumer<String> notes) {
    this.notes = notes;
  }

  @Override
  public void copied(TableName table, long copied) {
    rows.addAndGet(copied);
    chunks.incrementAndGet();
  }

  @Override
  public void failed(ChunkId chunk, CrossfadeException error) {
    notes.accept(
        "chunk %d of %s failed and is tried again: %s"
            .formatted(chunk.number(), chunk.table(), error.getMessage()));
  }

  public long rows() {
    return rows.get();
  }

  public int chunks() {
    return chunks.get();
  }
}
