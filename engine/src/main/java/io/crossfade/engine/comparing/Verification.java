package io.crossfade.engine.comparing;

import io.crossfade.engine.Control.TableReport;
import io.crossfade.engine.Control.VerifyReport;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.Setup;
import io.crossfade.engine.manifest.CopySettings;
import io.crossfade.engine.streams.Streams;
import io.crossfade.engine.throttle.Throttle;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.RowDifference;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.model.Verdict;
import io.crossfade.transfer.Failures;
import io.crossfade.transfer.compare.Settling;
import io.crossfade.transfer.compare.Sync;
import io.crossfade.transfer.compare.TableComparison;
import io.crossfade.transfer.compare.TouchedKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compares all tables against the authoritative side, records a verdict for each, and repairs
/// where told to.
public final class Verification {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int TOLD = 10;

  private final Setup setup;
  private final Streams streams;
  private final Journal journal;
  private final Verdicts verdicts;
  private final Watchkeeper watchkeeper;
  private final long rowsPerRange;
  private final Throttle throttle;
  private final AtOnce atOnce;
  private final AtomicLong rowsCompared = new AtomicLong();

  /// @param watchkeeper looks after the rows that are written while and after a table is compared
  /// @param settings how many tables are compared at once, by how many rows
  public Verification(
      Setup setup,
      Streams streams,
      Journal journal,
      Watchkeeper watchkeeper,
      CopySettings settings,
      Throttle throttle) {
    this.setup = setup;
    this.streams = streams;
    this.journal = journal;
    this.verdicts = new Verdicts(journal);
    this.watchkeeper = watchkeeper;
    this.rowsPerRange = settings.chunkRows();
    this.throttle = throttle;
    this.atOnce = new AtOnce(setup.threads(), settings.workers());
  }

  /// All rows that were compared in this process, over all comparisons.
  public long rowsCompared() {
    return rowsCompared.get();
  }

  /// @param repair which tables are to be written anew where they differ
  public VerifyReport run(Predicate<TableMapping> repair) {
    return throttle.comparing(() -> compareAll(repair));
  }

  private VerifyReport compareAll(Predicate<TableMapping> repair) {
    Direction direction = Direction.from(journal.state().authoritative());
    long others = othersSoFar(direction.opposite());
    List<Supplier<TableReport>> comparisons =
        setup.mapping(direction).tables().stream()
            .<Supplier<TableReport>>map(
                table -> () -> compare(direction, table, others, repair.test(table)))
            .toList();
    List<TableReport> reports = atOnce.all(comparisons);
    return new VerifyReport(
        reports, reports.stream().allMatch(r -> r.drift() == 0 && r.unsettled() == 0));
  }

  /// How many transactions of others the fenced side has had so far; whatever they did lies before
  /// all that is compared from here on.
  private long othersSoFar(Direction watching) {
    if (streams.find(watching).filter(f -> f.failure() == null).isPresent()) {
      streams.catchUp(watching, PATIENCE, throttle::giveWay);
    }
    return streams.numbers(watching).foreign();
  }

  private TableReport compare(
      Direction direction, TableMapping table, long others, boolean repair) {
    TouchedKeys touched = streams.numbers(direction).touched();
    try {
      // First forget, then read. The stream tells of a row only after its batch is committed on the
      // written side, so every row that is forgotten here lies in all snapshots that are taken from
      // here on. Whatever it tells later the watch looks at.
      touched.forget(table);
      Sync sync = streams.sync(direction, PATIENCE, throttle::giveWay);
      Verdict verdict =
          new TableComparison(setup.workplace(), setup.runner(), direction, sync)
              .compare(table, rowsPerRange, this::rangeIsDone);
      return watchkeeper.concluding(
          table,
          found ->
              recorded(direction, others, concluded(direction, table, verdict, found, repair)));
    } catch (RuntimeException e) {
      // An older verdict may stand, and the rows that it did not cover were forgotten.
      touched.suspect(table);
      throw e;
    }
  }

  private void rangeIsDone(long rows) {
    rowsCompared.addAndGet(rows);
    throttle.compared(rows);
  }

  /// @param found what the watch has found different, perhaps in rows that were read here before
  private TableReport concluded(
      Direction direction, TableMapping table, Verdict verdict, Set<Key> found, boolean repair) {
    Settling.Settled settled = settle(direction, table, found).after(verdict, found);
    List<RowDifference> drift = settled.drift();
    TableName name = Verdicts.name(direction, table);
    verdicts.tell(direction, name, drift);
    long left = repair ? repaired(direction, table, drift) : drift.size();
    return new TableReport(
        name,
        verdict.rows(),
        left,
        settled.unsettled().size(),
        drift.size() - left,
        drift.stream().flatMap(row -> row.columns().stream()).distinct().limit(TOLD).toList(),
        verdict.readAt().encode());
  }

  private TableReport recorded(Direction direction, long others, TableReport report) {
    VerdictReached verdict =
        new VerdictReached(
            report.table(), report.rows(), report.drift(), report.unsettled(), report.position());
    if (!streams.numbers(direction.opposite()).conclude(others, verdict)) {
      throw new CrossfadeException(
          ErrorCode.DRIFT_FOUND,
          "somebody else wrote the fenced %s while %s was compared: find out who (the events name the transaction), then `crossfade verify` again"
              .formatted(direction.to().spelled(), report.table()));
    }
    return report;
  }

  /// Writes the differing rows anew, in order with the stream, and returns how many still differ.
  private long repaired(Direction direction, TableMapping table, List<RowDifference> drift) {
    if (drift.isEmpty()) {
      return 0;
    }
    Failures.join(streams.require(direction).repair(drift));
    List<Key> keys = drift.stream().map(RowDifference::key).toList();
    Settling.Settled settled = settle(direction, table, keys);
    Set<Key> left =
        Stream.concat(
                settled.drift().stream().map(RowDifference::key), settled.unsettled().stream())
            .collect(Collectors.toSet());
    drift.stream()
        .filter(row -> !left.contains(row.key()))
        .forEach(row -> verdicts.repaired(Verdicts.name(direction, table), row));
    return left.size();
  }

  private Settling.Settled settle(
      Direction direction, TableMapping table, Collection<Key> suspects) {
    Sync sync = streams.sync(direction, PATIENCE, throttle::giveWay);
    return new Settling(setup.runner(), sync, setup.workplace().timing(), direction)
        .settle(table, suspects);
  }
}
