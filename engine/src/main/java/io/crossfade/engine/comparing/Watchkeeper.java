package io.crossfade.engine.comparing;

import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.Setup;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.RowDifference;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.compare.Settling;
import io.crossfade.transfer.compare.TableComparison;
import io.crossfade.transfer.compare.TouchedKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps verdicts valid: whatever the stream writes after a comparison is compared again, so that
/// "verified" does not expire while somebody thinks.
public final class Watchkeeper implements Runnable {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Setup setup;
  private final Streams streams;
  private final Journal journal;
  private final long rowsPerRange;
  private final AtomicLong rowsCompared = new AtomicLong();

  /// Held while looking, and by whoever switches sides: after a switch the same rows are judged the
  /// other way round.
  private final ReentrantLock looking = new ReentrantLock();

  public Watchkeeper(Setup setup, Streams streams, Journal journal, long rowsPerRange) {
    this.setup = setup;
    this.streams = streams;
    this.journal = journal;
    this.rowsPerRange = rowsPerRange;
  }

  public long rowsCompared() {
    return rowsCompared.get();
  }

  /// Runs work during which nothing is compared.
  public <T> T pausedDuring(java.util.function.Supplier<T> work) {
    looking.lock();
    try {
      return work.get();
    } finally {
      looking.unlock();
    }
  }

  /// Runs until its thread is interrupted.
  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        setup.workplace().timing().pause(EVERY);
        look();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (CrossfadeException e) {
        // Rows that could not be compared now are no less suspect: the next full comparison covers
        // them.
        journal.record(
            new MigrationEvent.Noted("the watch over verdicts missed a turn: " + e.getMessage()));
      }
    }
  }

  private void look() {
    looking.lock();
    try {
      Direction direction = Verification.direction(journal.state().authoritative());
      TouchedKeys touched = streams.numbers(direction).touched();
      Map<TableMapping, Set<Key>> keys = touched.drain();
      if (journal.state().verdicts().isEmpty() || streams.find(direction).isEmpty()) {
        return;
      }
      keys.forEach((table, some) -> judge(direction, table, some));
      touched.drainOverflown().forEach(table -> judgeAll(direction, table));
    } finally {
      looking.unlock();
    }
  }

  private void judge(Direction direction, TableMapping table, Collection<Key> keys) {
    Settling.Settled settled =
        new Settling(
                setup.runner(),
                streams.sync(direction, PATIENCE),
                setup.workplace().timing(),
                direction)
            .settle(table, keys);
    rowsCompared.addAndGet(keys.size());
    settled.unsettled().forEach(key -> streams.numbers(direction).touched(table, key));
    if (!settled.drift().isEmpty()) {
      record(table, settled.drift());
    }
  }

  private void judgeAll(Direction direction, TableMapping table) {
    var verdict =
        new TableComparison(
                setup.workplace(), setup.runner(), direction, streams.sync(direction, PATIENCE))
            .compare(table, rowsPerRange, rowsCompared::addAndGet);
    if (!verdict.drift().isEmpty()) {
      record(table, verdict.drift());
    }
  }

  private void record(TableMapping table, Collection<RowDifference> drift) {
    VerdictReached before = journal.state().verdicts().get(table.to().name());
    journal.record(
        new VerdictReached(
            table.to().name(),
            before == null ? drift.size() : before.rows(),
            drift.size(),
            0,
            before == null ? "" : before.position()));
    drift.stream()
        .limit(10)
        .forEach(row ->
            journal.record(
                new MigrationEvent.Noted(
                    "drift: %s key %s is %s %s"
                        .formatted(row.table(), row.key(), row.kind(), row.columns()))));
  }
}
