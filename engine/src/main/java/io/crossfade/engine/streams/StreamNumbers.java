package io.crossfade.engine.streams;

import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.model.Change;
import io.crossfade.model.Changes;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.transfer.compare.TouchedKeys;
import io.crossfade.transfer.follow.FollowListener;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is counted of one stream. Written by the follower's thread, read by anybody.
public final class StreamNumbers implements FollowListener {
  /// How many rows may wait for being compared again before their tables are compared as a whole.
  private static final int TOUCHED_LIMIT = 50_000;

  private final TouchedKeys touched = new TouchedKeys(TOUCHED_LIMIT);
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong foreign = new AtomicLong();
  private final Direction direction;
  private final Journal journal;
  private final Strangers strangers;

  /// Held while it is recorded what others wrote, and what was concluded without that.
  private final ReentrantLock telling = new ReentrantLock();

  private volatile @Nullable Instant lastCommit;
  private volatile @Nullable CrossfadeException interruption;
  private volatile boolean stopped;

  StreamNumbers(Direction direction, Journal journal, Strangers strangers) {
    this.direction = direction;
    this.journal = journal;
    this.strangers = strangers;
  }

  @Override
  public void touched(TableMapping table, Key key) {
    touched.add(table, key);
  }

  @Override
  public void cleared(TableMapping table) {
    touched.cleared(table);
  }

  @Override
  public void applied(int transactions, long appliedChanges, LoggedTransaction last) {
    changes.addAndGet(appliedChanges);
    lastCommit = last.committed();
    // What was refused is told again after a few empty transactions that lie before it.
    interruption = appliedChanges > 0 ? null : refusal();
  }

  @Override
  public void mirrored(long rows) {
    changes.addAndGet(rows);
    interruption = null;
  }

  /// Recorded before the stream passes it, so that it is known to every process that comes later.
  @Override
  public void foreign(LoggedTransaction transaction) {
    telling.lock();
    try {
      if (foreign.incrementAndGet() == 1 || !journal.state().verdicts().isEmpty()) {
        journal.record(
            new MigrationEvent.FencedSideWritten(
                direction.from(),
                transaction.id(),
                transaction.committed().toString(),
                tables(transaction.changes())));
      }
    } finally {
      telling.unlock();
    }
  }

  /// After it was recorded: what is found of these rows is newer.
  @Override
  public void foreignIsVisible(LoggedTransaction transaction) {
    strangers.add(transaction.changes());
  }

  private static List<TableName> tables(Changes changes) {
    Set<TableName> tables = new TreeSet<>();
    for (Change change : changes) {
      switch (change) {
        case Change.Insert insert -> tables.add(insert.table());
        case Change.Update update -> tables.add(update.table());
        case Change.Delete delete -> tables.add(delete.table());
        case Change.Truncate truncate -> tables.addAll(truncate.tables());
        case Change.Unreadable unreadable -> tables.add(unreadable.table());
      }
    }
    return List.copyOf(tables);
  }

  /// Records what was concluded from a comparison that began when the fenced side had `before`
  /// transactions of others, unless there are more by now.
  public boolean conclude(long before, VerdictReached verdict) {
    telling.lock();
    try {
      if (foreign.get() != before) {
        return false;
      }
      journal.record(verdict);
      return true;
    } finally {
      telling.unlock();
    }
  }

  @Override
  public void interrupted(CrossfadeException error) {
    CrossfadeException before = interruption;
    if (before == null || before.code() != error.code()) {
      note("the stream was interrupted and goes on by itself: " + error.getMessage());
    }
    interruption = error;
  }

  /// It will not go on in this process.
  void stopped(CrossfadeException error) {
    if (!stopped) {
      stopped = true;
      note("the stream has stopped for good: " + error.getMessage());
    }
  }

  private void note(String message) {
    journal.note(message);
  }

  /// The rows that were written since they were last compared.
  public TouchedKeys touched() {
    return touched;
  }

  /// The rows that others wrote on the side that this stream reads, which is fenced, and that were
  /// not compared since. As the other stream calls them.
  public TouchedKeys byStrangers() {
    return strangers.rows();
  }

  public long changes() {
    return changes.get();
  }

  /// Transactions of others on a side that should be fenced, in this process.
  public long foreign() {
    return foreign.get();
  }

  /// The commit time, on the read side's clock, of the last transaction that was applied.
  public @Nullable Instant lastCommit() {
    return lastCommit;
  }

  /// Why the stream waits until somebody has mended a row, or what it is refused by; null where it
  /// does not.
  @Nullable CrossfadeException refusal() {
    CrossfadeException error = interruption;
    return error != null && error.code() == ErrorCode.TARGET_REFUSED_ROW ? error : null;
  }

  /// Why the stream stands still at the moment; null while it runs.
  public @Nullable CrossfadeException interruption() {
    return interruption;
  }
}
