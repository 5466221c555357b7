package io.crossfade.engine.comparing;

import io.crossfade.engine.Control.TableReport;
import io.crossfade.engine.Control.VerifyReport;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Setup;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.Direction;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.model.Verdict;
import io.crossfade.transfer.Failures;
import io.crossfade.transfer.compare.Settling;
import io.crossfade.transfer.compare.Sync;
import io.crossfade.transfer.compare.TableComparison;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Compares all tables against the authoritative side, records a verdict for each, and repairs
/// where told to.
public final class Verification {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Setup setup;
  private final Streams streams;
  private final Journal journal;
  private final long rowsPerRange;
  private final Semaphore atOnce;
  private final AtomicLong rowsCompared = new AtomicLong();

  /// @param workers how many tables are compared at once
  public Verification(
      Setup setup, Streams streams, Journal journal, long rowsPerRange, int workers) {
    this.setup = setup;
    this.streams = streams;
    this.journal = journal;
    this.rowsPerRange = rowsPerRange;
    this.atOnce = new Semaphore(workers);
  }

  /// All rows that were compared in this process, over all comparisons.
  public long rowsCompared() {
    return rowsCompared.get();
  }

  public VerifyReport run(boolean repair) {
    Direction direction = direction(journal.state().authoritative());
    List<CompletableFuture<TableReport>> running =
        setup.mapping(direction).tables().stream()
            .map(table ->
                CompletableFuture.supplyAsync(
                    () -> compare(direction, table, repair), setup.threads()))
            .toList();
    List<TableReport> reports = running.stream().map(Failures::join).toList();
    return new VerifyReport(
        reports, reports.stream().allMatch(r -> r.drift() == 0 && r.unsettled() == 0));
  }

  /// The stream that runs from the authoritative side.
  static Direction direction(Side authoritative) {
    return authoritative == Side.SOURCE ? Direction.FORWARD : Direction.REVERSE;
  }

  private TableReport compare(Direction direction, TableMapping table, boolean repair) {
    atOnce.acquireUninterruptibly();
    try {
      Sync sync = streams.sync(direction, PATIENCE);
      Verdict verdict =
          new TableComparison(setup.workplace(), setup.runner(), direction, sync)
              .compare(table, rowsPerRange, rowsCompared::addAndGet);
      List<RowDifference> left =
          repair ? repaired(direction, table, verdict.drift(), sync) : verdict.drift();
      journal.record(
          new MigrationEvent.VerdictReached(
              verdict.table(),
              verdict.rows(),
              left.size(),
              verdict.unsettled().size(),
              verdict.readAt().encode()));
      return new TableReport(
          verdict.table(),
          verdict.rows(),
          left.size(),
          verdict.unsettled().size(),
          verdict.drift().size() - left.size(),
          verdict.readAt().encode());
    } finally {
      atOnce.release();
    }
  }

  /// Writes the differing rows anew, in order with the stream, and returns those that still differ.
  private List<RowDifference> repaired(
      Direction direction, TableMapping table, List<RowDifference> drift, Sync sync) {
    if (drift.isEmpty()) {
      return drift;
    }
    Failures.join(streams.require(direction).repair(drift));
    List<RowDifference> left =
        new Settling(setup.runner(), sync, setup.workplace().timing(), direction)
            .settle(table, drift.stream().map(RowDifference::key).toList())
            .drift();
    for (RowDifference row : drift) {
      if (left.stream().noneMatch(l -> l.key().equals(row.key()))) {
        journal.record(new MigrationEvent.RowRepaired(row.table(), row.key(), row.kind()));
      }
    }
    return left;
  }
}
