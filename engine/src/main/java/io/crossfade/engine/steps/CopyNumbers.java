package io.crossfade.engine.steps;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.engine.Control;
import io.crossfade.engine.Status;
import io.crossfade.model.CrossfadeException;
import io.crossfade.transfer.copy.CopyProgress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// How far the copy is. Thread-safe.
public final class CopyNumbers implements CopyProgress {
  private final AtomicLong rows = new AtomicLong();
  private final AtomicInteger chunks = new AtomicInteger();
  private final AtomicInteger totalChunks = new AtomicInteger();
  private final CopiedChunks cells = new CopiedChunks();
  private final Map<ChunkId, String> told = new ConcurrentHashMap<>();
  private final long estimatedRows;
  private final Rate rate;
  private final Consumer<String> notes;

  /// @param estimatedRows of all tables together
  public CopyNumbers(long estimatedRows, LongSupplier nanoTime, Consumer<String> notes) {
    this.estimatedRows = estimatedRows;
    this.rate = new Rate(nanoTime);
    this.notes = notes;
  }

  /// What the target says was done before, perhaps by another process.
  void begin(List<Chunk> all) {
    cells.begin(all);
    totalChunks.set(all.size());
    chunks.set((int) all.stream().filter(c -> c.state() == Chunk.State.DONE).count());
    rows.set(all.stream().mapToLong(Chunk::rows).sum());
  }

  @Override
  public void copied(ChunkId chunk, long copied) {
    cells.done(chunk);
    rows.addAndGet(copied);
    chunks.incrementAndGet();
    rate.add(copied);
  }

  /// Told once: it may be tried again for hours, until somebody mends what it fails for.
  @Override
  public void failed(ChunkId chunk, CrossfadeException error) {
    String why = String.valueOf(error.getMessage());
    if (!why.equals(told.put(chunk, why))) {
      notes.accept(
          "chunk %d of %s failed and is tried again: %s"
              .formatted(chunk.number(), chunk.table(), why));
    }
  }

  /// Whether this process has copied, or looked at what was copied before.
  public boolean hasBegun() {
    return totalChunks.get() > 0;
  }

  /// By table; empty while this process has not looked at them.
  public List<Control.TableChunks> tables() {
    return cells.tables();
  }

  public Status.Copying status() {
    double perSecond = rate.perSecond();
    long left = Math.max(0, estimatedRows - rows.get());
    boolean done = totalChunks.get() > 0 && chunks.get() >= totalChunks.get();
    Long eta = done || perSecond < 1 ? null : Math.round(left / perSecond);
    return new Status.Copying(
        rows.get(),
        Math.max(estimatedRows, rows.get()),
        perSecond,
        chunks.get(),
        totalChunks.get(),
        eta);
  }
}
