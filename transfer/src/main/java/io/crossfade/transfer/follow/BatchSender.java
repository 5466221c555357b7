package io.crossfade.transfer.follow;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Batch;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Mapping;
import io.crossfade.transfer.Failures;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.Watched;
import io.crossfade.transfer.WorkRunner;
import java.time.Duration;

/**
 * Hands batches to the written side, one at a time, until it is told to cease. One thread sends;
 * any may tell it to cease.
 */
final class BatchSender {
  private final Lease lease;
  private final Mapping mapping;
  private final WorkRunner runner;

  private final Watched watched;

  /** While a batch is written, and for nothing that asks the side that is read. */
  private boolean writing;

  private boolean inDoubt;
  private volatile boolean ceased;

  BatchSender(Lease lease, Mapping mapping, WorkRunner runner, Timing timing) {
    this.lease = lease;
    this.mapping = mapping;
    this.runner = runner;
    this.watched = new Watched(timing);
  }

  Applied send(Batch batch) {
    if (!watched.with(() -> writing = !ceased)) {
      throw ceased();
    }
    try {
      Applied applied = Failures.join(runner.submit(new ApplyBatch(lease, mapping, batch)));
      inDoubt = false;
      return applied;
    } catch (CrossfadeException e) {
      inDoubt |= e.code() == ErrorCode.DATABASE_FAILED;
      throw e;
    } finally {
      watched.change(() -> writing = false);
    }
  }

  /**
   * Whether it may be ourselves who moved the stream: a connection was lost, and the commit that
   * was under way on it may have come later. True once for each such loss; whoever finds the stream
   * moved again has met another writer.
   */
  boolean settleDoubt() {
    boolean wasInDoubt = inDoubt;
    inDoubt = false;
    return wasInDoubt;
  }

  /** From now on no batch begins. Waits for nobody. */
  void cease() {
    ceased = true;
  }

  /** Whether a batch that had begun before came to its end in time. */
  boolean awaitCeased(Duration patience) {
    try {
      return watched.await(() -> !writing, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static CrossfadeException ceased() {
    return new CrossfadeException(
        ErrorCode.NOT_RUNNING, "the stream was ended, because one of its sides was given up");
  }
}
