package io.crossfade.transfer.copy;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Workspace;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Mapping;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.transfer.Failures;
import io.crossfade.transfer.WorkRunner;
import io.crossfade.transfer.Workplace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Copies every chunk that is not DONE, several at a time. May be stopped and begun again at any
 * moment: the chunk states in the target say what is left.
 */
public final class Backfill {
  /** How many failures in a row a lane bears before the error counts as lasting. */
  private static final int PATIENCE = 6;

  private final Lease lease;
  private final Map<TableName, TableMapping> mapping;
  private final Workplace workplace;
  private final WorkRunner runner;
  private final CopyProgress progress;
  private final Pace pace;

  private boolean besideMirrors;

  /** Whether a lane has met a lasting error; the others end too, and it may be run again. */
  private volatile boolean failed;

  /** What keeps nobody from copying the others. */
  private final Map<ChunkId, CrossfadeException> refused = new ConcurrentHashMap<>();

  public Backfill(
      Lease lease,
      Mapping mapping,
      Workplace workplace,
      WorkRunner runner,
      CopyProgress progress,
      Pace pace) {
    this.lease = lease;
    this.mapping = mapping.byChunks();
    this.workplace = workplace;
    this.runner = runner;
    this.progress = progress;
    this.pace = pace;
  }

  /** The same where the application writes both sides: what it has brought there stays. */
  public Backfill besideMirrors() {
    besideMirrors = true;
    return this;
  }

  /** Records the chunks of every table that has none yet. */
  public void plan(long rowsPerChunk) {
    mapping.forEach((name, table) ->
        workspace()
            .plan(
                lease,
                name,
                workplace.database(Side.SOURCE).reader().plan(table.from(), rowsPerChunk)));
  }

  /**
   * Returns when every chunk is DONE, or the pace lets nobody go on; throws the first lasting
   * error. Where a row was refused only after all other chunks.
   */
  public void run(int workers, Executor lanes) {
    failed = false;
    refused.clear();
    do {
      giveBack();
      List<CompletableFuture<Void>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        running.add(CompletableFuture.runAsync(this::copyUntilNoneIsLeft, lanes));
      }
      Failures.join(CompletableFuture.allOf(running.toArray(new CompletableFuture<?>[0])));
    } while (mayOpen() && isSomeLeft());
  }

  /**
   * What nobody copies. No lane lives now: a chunk of ours that is being copied was opened by one
   * that was cut off before a session stood for it, or while it was opening it, which may come true
   * long after.
   */
  private void giveBack() {
    workspace().reopen(lease);
    for (Chunk chunk : workspace().chunks(lease.migration())) {
      if (chunk.state() == Chunk.State.COPYING) {
        workspace().reopen(lease, chunk);
      }
    }
  }

  private boolean isSomeLeft() {
    return workspace().chunks(lease.migration()).stream()
        .anyMatch(chunk -> chunk.state() != Chunk.State.DONE);
  }

  private void copyUntilNoneIsLeft() {
    int failures = 0;
    while (mayOpen()) {
      Optional<Chunk> opened = workspace().open(lease);
      if (opened.isEmpty()) {
        return;
      }
      throwIfRefused(opened.get());
      failures = copied(opened.get(), failures) ? 0 : failures + 1;
    }
  }

  /** A chunk that has had its turn comes again only when no other waits. */
  private void throwIfRefused(Chunk chunk) {
    CrossfadeException why = refused.get(chunk.id());
    if (why != null) {
      workspace().reopen(lease, chunk);
      throw why;
    }
  }

  private boolean mayOpen() {
    return !failed && pace.mayGoOn() && !failed;
  }

  private boolean copied(Chunk chunk, int failuresBefore) {
    try {
      long rows =
          Failures.join(runner.submit(new CopyChunk(lease, chunk, tableOf(chunk), besideMirrors)));
      progress.copied(chunk.id(), rows);
      pace.spend(rows);
      return true;
    } catch (CrossfadeException e) {
      if (e.code() == ErrorCode.TARGET_REFUSED_ROW) {
        refused.put(chunk.id(), e);
        progress.failed(chunk.id(), e);
        workspace().reopen(lease, chunk);
        return true;
      }
      if (e.code() != ErrorCode.DATABASE_FAILED || failuresBefore + 1 >= PATIENCE) {
        failed = true;
        throw e;
      }
      progress.failed(chunk.id(), e);
      workplace.timing().pauseOrStop(Duration.ofMillis(100L << failuresBefore));
      workspace().reopen(lease, chunk);
      return false;
    }
  }

  private TableMapping tableOf(Chunk chunk) {
    TableMapping table = mapping.get(chunk.id().table());
    if (table == null) {
      throw new CrossfadeException(
          ErrorCode.MAPPING_INVALID,
          "the target has chunks of "
              + chunk.id().table()
              + ", which the manifest no longer names; put the table back or abort");
    }
    return table;
  }

  private Workspace workspace() {
    return workplace.database(Side.TARGET).workspace();
  }
}
