package io.crossfade.engine.comparing;

import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.Setup;
import io.crossfade.engine.streams.StreamNumbers;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.RowDifference;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.model.Verdict;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.compare.Settling;
import io.crossfade.transfer.compare.TableComparison;
import io.crossfade.transfer.compare.TouchedKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Keeps verdicts valid: whatever the stream writes after a comparison is compared again, so that
/// "verified" does not expire while somebody thinks.
public final class Watchkeeper implements Runnable {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /// How many rows of a table are looked at again and again; one is enough to keep a gate closed.
  private static final int STAY_SUSPECT = 1_000;

  private final Setup setup;
  private final Streams streams;
  private final Journal journal;
  private final Verdicts verdicts;
  private final long rowsPerRange;
  private final Runnable giveWay;
  private final AtomicLong rowsCompared = new AtomicLong();

  private final StrangersPace strangers = new StrangersPace(EVERY);

  /// Held while looking, by whoever switches sides, because after a switch the same rows are judged
  /// the other way round, and by whoever concludes a comparison.
  private final ReentrantLock looking = new ReentrantLock();

  /// Rows that were found different stay suspect until they are found equal. Guarded by `looking`.
  private final Map<TableMapping, Set<Key>> differing = new HashMap<>();

  /// Whether the last turn was missed, and that is told: an event for each turn of an outage would
  /// be thousands in an hour. Only the thread that watches looks at it.
  private boolean missing;

  private volatile boolean comparesWholeTable;

  /// When rows were judged last. Guarded by `looking`.
  private long judgedAt;

  /// Whether this process has looked what the one before has left. Guarded by `looking`.
  private boolean tookUp;

  /// @param giveWay throws where somebody waits who has to move at once
  public Watchkeeper(
      Setup setup, Streams streams, Journal journal, long rowsPerRange, Runnable giveWay) {
    this.setup = setup;
    this.streams = streams;
    this.journal = journal;
    this.verdicts = new Verdicts(journal);
    this.rowsPerRange = rowsPerRange;
    this.giveWay = giveWay;
  }

  public long rowsCompared() {
    return rowsCompared.get();
  }

  /// Whether a whole table is being compared again: until it is done, nothing is known of it.
  public boolean comparesWholeTable() {
    return comparesWholeTable;
  }

  /// Runs work during which nothing is compared. GATE_REFUSED where a comparison does not end soon:
  /// that of a whole table may take hours, and nobody is to be moved once they are over.
  public <T> T pausedSoonDuring(Supplier<T> work) {
    Timing timing = timing();
    long deadline = timing.nanoTime() + PATIENCE.toNanos();
    while (!looking.tryLock()) {
      if (timing.nanoTime() - deadline >= 0) {
        throw new CrossfadeException(
            ErrorCode.GATE_REFUSED,
            "a whole table is being compared again, because very much of it was written or it was written anew;"
                + " try again when `crossfade status` tells that it is done");
      }
      timing.pauseOrStop(LOOK_AGAIN);
    }
    return unlockedAfter(work);
  }

  private <T> T unlockedAfter(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      looking.unlock();
    }
  }

  /// Concludes a comparison with what was found different here meanwhile, perhaps in rows that it
  /// had read before. Its verdict must not say less than is known, and a row that it repairs must
  /// not be told as different afterwards.
  <T> T concluding(TableMapping table, Function<Set<Key>, T> comparison) {
    looking.lock();
    return unlockedAfter(() -> comparison.apply(differing.getOrDefault(table, Set.of())));
  }

  /// Runs until its thread is interrupted.
  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        timing().pause(EVERY);
        look();
        missing = false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (CrossfadeException e) {
        missed(e);
      }
    }
  }

  /// Rows that could not be compared now stay suspect, see judge.
  private void missed(CrossfadeException why) {
    if (!missing) {
      journal.record(
          new MigrationEvent.Noted(
              "the watch over verdicts missed a turn, and tries again: " + why.getMessage()));
    }
    missing = true;
  }

  private void look() {
    looking.lock();
    try {
      Direction direction = Direction.from(journal.state().authoritative());
      if (!streams.find(direction).isPresent()) {
        return; // nothing can be judged: what was touched waits
      }
      // Before there is a verdict there is nothing to keep valid.
      if (!journal.state().verdicts().isEmpty()) {
        takeUp(direction);
        turnRound(direction);
        judge(direction, streams.numbers(direction).touched());
      }
      lookAtStrangers(direction, rows -> judge(direction, rows));
    } finally {
      looking.unlock();
    }
  }

  /// What somebody before us was about to compare again, or could not settle.
  private void takeUp(Direction direction) {
    if (tookUp) {
      return;
    }
    tookUp = true;
    for (TableMapping table : setup.mapping(direction).tables()) {
      VerdictReached verdict = verdicts.last(Verdicts.name(direction, table));
      if (verdict != null && verdict.unsettled() > 0) {
        streams.numbers(direction).touched().suspect(table);
      }
    }
  }

  /// What was left of the other way when the sides were switched, perhaps in the midst of a
  /// comparison: the same rows, as this way calls them.
  private void turnRound(Direction direction) {
    TouchedKeys left = streams.numbers(direction.opposite()).touched();
    TouchedKeys touched = streams.numbers(direction).touched();
    Map<TableMapping, Set<Key>> keys = left.drain();
    Set<TableMapping> whole = left.drainOverflown();
    List<TableMapping> those = setup.mapping(direction.opposite()).tables();
    List<TableMapping> these = setup.mapping(direction).tables();
    for (int i = 0; i < Math.min(those.size(), these.size()); i++) {
      TableMapping that = those.get(i);
      TableMapping table = these.get(i);
      keys.getOrDefault(that, Set.of()).forEach(key -> touched.add(table, key));
      Set<Key> differed = differing.remove(that); // which equals this one where nothing is mapped
      if (differed != null) {
        differing.merge(table, differed, Watchkeeper::union);
      }
      if (whole.contains(that)) {
        touched.suspect(table);
      }
    }
  }

  private static Set<Key> union(Set<Key> some, Set<Key> more) {
    Set<Key> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  /// There is no verdict any more once somebody else has written the fenced side; but which of
  /// these rows differ is to be known at once.
  private void lookAtStrangers(Direction direction, Consumer<TouchedKeys> judge) {
    TouchedKeys rows = streams.numbers(direction.opposite()).byStrangers();
    long now = timing().nanoTime();
    if (!strangers.isDue(now)) {
      return;
    }
    if (rows.isEmpty()) {
      strangers.nothingWasWritten();
      return;
    }
    strangers.looked(now);
    judge.accept(rows);
  }

  private void judge(Direction direction, TouchedKeys touched) {
    judgeRows(direction, touched);
    Set<TableMapping> whole = new HashSet<>(touched.drainOverflown());
    comparesWholeTable = !whole.isEmpty();
    try {
      for (TableMapping table : List.copyOf(whole)) {
        judgeAll(direction, table);
        whole.remove(table);
      }
    } finally {
      comparesWholeTable = false;
      whole.forEach(touched::suspect);
    }
  }

  /// Taken first, read afterwards: what is touched from then on is looked at in the next turn.
  private void judgeRows(Direction direction, TouchedKeys touched) {
    Map<TableMapping, Set<Key>> keys = touched.drain();
    try {
      for (TableMapping table : setup.mapping(direction).tables()) {
        Set<Key> again =
            union(keys.getOrDefault(table, Set.of()), differing.getOrDefault(table, Set.of()));
        if (!again.isEmpty()) {
          judge(direction, table, again);
        }
        keys.remove(table);
      }
    } finally {
      keys.forEach((table, some) -> some.forEach(key -> touched.add(table, key)));
      judgedAt = timing().nanoTime();
    }
  }

  private void judge(Direction direction, TableMapping table, Set<Key> keys) {
    record(direction, table, settle(direction, table, keys));
  }

  private Settling.Settled settle(Direction direction, TableMapping table, Set<Key> keys) {
    Settling.Settled settled =
        new Settling(
                setup.runner(), streams.sync(direction, PATIENCE, giveWay), timing(), direction)
            .settle(table, keys);
    rowsCompared.addAndGet(keys.size());
    return settled;
  }

  /// Until it is done nothing is known of the table. That is recorded, so that whoever takes over
  /// in its midst knows it too.
  private void judgeAll(Direction direction, TableMapping table) {
    TableName name = Verdicts.name(direction, table);
    StreamNumbers fenced = streams.numbers(direction.opposite());
    long others = fenced.foreign();
    VerdictReached before = verdicts.last(name);
    if (before != null && before.isClean()) {
      long rows = Math.max(1, before.rows());
      verdicts.record(new VerdictReached(name, rows, 0, rows, before.position()));
    }
    Verdict verdict =
        new TableComparison(
                setup.workplace(),
                setup.runner(),
                direction,
                streams.sync(direction, PATIENCE, giveWay))
            .compare(table, rowsPerRange, rows -> rangeIsDone(direction, rows));
    Set<Key> found = differing.getOrDefault(table, Set.of());
    Settling.Settled settled = settle(direction, table, found).after(verdict, found);
    record(direction, table, settled);
    if (before != null) {
      long drift = settled.drift().size();
      long unsettled = settled.unsettled().size();
      // Where others have written meanwhile, there is no verdict any more, and stays none.
      fenced.conclude(
          others,
          new VerdictReached(name, verdict.rows(), drift, unsettled, verdict.readAt().encode()));
    }
  }

  /// Single rows do not wait for the whole of a table, which may take hours.
  private void rangeIsDone(Direction direction, long rows) {
    rowsCompared.addAndGet(rows);
    giveWay.run();
    if (timing().nanoTime() - judgedAt >= EVERY.toNanos()) {
      judgeRows(direction, streams.numbers(direction).touched());
      lookAtStrangers(direction, some -> judgeRows(direction, some));
    }
  }

  private Timing timing() {
    return setup.workplace().timing();
  }

  private void record(Direction direction, TableMapping table, Settling.Settled settled) {
    List<RowDifference> drift = settled.drift();
    settled.unsettled().forEach(key -> streams.numbers(direction).touched(table, key));
    differing.put(
        table,
        drift.stream().limit(STAY_SUSPECT).map(RowDifference::key).collect(Collectors.toSet()));
    TableName name = Verdicts.name(direction, table);
    VerdictReached before = verdicts.last(name);
    if (drift.size() > (before == null ? 0 : before.drift())) {
      verdicts.record(
          new VerdictReached(
              name,
              before == null ? drift.size() : before.rows(),
              drift.size(),
              before == null ? 0 : before.unsettled(),
              before == null ? "" : before.position()));
      verdicts.tell(direction, name, drift);
    }
  }
}
