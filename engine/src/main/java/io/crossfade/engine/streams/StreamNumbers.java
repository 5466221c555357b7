package io.crossfade.engine.streams;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.compare.TouchedKeys;
import io.crossfade.transfer.follow.FollowListener;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is counted of one stream. Written by the follower's thread, read by anybody.
public final class StreamNumbers implements FollowListener {
  /// How many rows may wait for being compared again before their tables are compared as a whole.
  private static final int TOUCHED_LIMIT = 50_000;

  private final TouchedKeys touched = new TouchedKeys(TOUCHED_LIMIT);
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong reread = new AtomicLong();
  private final AtomicLong foreign = new AtomicLong();
  private final AtomicLong foreignCompared = new AtomicLong();
  private final Consumer<String> notes;
  private volatile @Nullable Instant lastCommit;
  private volatile @Nullable CrossfadeException interruption;
  private volatile boolean stopped;

  /// @param notes is told of what a person should know
  StreamNumbers(Consumer<String> notes) {
    this.notes = notes;
  }

  @Override
  public void touched(TableMapping table, Key key) {
    touched.add(table, key);
  }

  @Override
  public void applied(int transactions, long appliedChanges, LoggedTransaction last) {
    changes.addAndGet(appliedChanges);
    lastCommit = last.committed();
    interruption = null;
  }

  @Override
  public void foreign(LoggedTransaction transaction) {
    if (foreign.incrementAndGet() == foreignCompared.get() + 1) {
      notes.accept(
          "somebody else wrote a fenced side, in transaction %d at %s with %d changes; the sides differ now"
              .formatted(transaction.id(), transaction.committed(), transaction.changes().size()));
    }
  }

  @Override
  public void reread(TableMapping table, int rows) {
    reread.addAndGet(rows);
  }

  @Override
  public void interrupted(CrossfadeException error) {
    if (interruption == null) {
      notes.accept("the stream was interrupted and goes on by itself: " + error.getMessage());
    }
    interruption = error;
  }

  /// It will not go on in this process.
  void stopped(CrossfadeException error) {
    if (!stopped) {
      stopped = true;
      notes.accept("the stream has stopped for good: " + error.getMessage());
    }
  }

  /// The rows that were written since they were last compared.
  public TouchedKeys touched() {
    return touched;
  }

  public long changes() {
    return changes.get();
  }

  /// Rows that were read again because the log did not tell enough.
  public long rowsReread() {
    return reread.get();
  }

  /// Transactions of others on a side that should be fenced, in this process.
  public long foreign() {
    return foreign.get();
  }

  /// Those of them after which the sides were not found equal yet.
  public long foreignSuspects() {
    return foreign.get() - foreignCompared.get();
  }

  /// Both sides were compared as a whole and found equal, beginning when there were so many.
  public void foreignCompared(long transactions) {
    foreignCompared.set(transactions);
  }

  /// The commit time, on the read side's clock, of the last transaction that was applied.
  public @Nullable Instant lastCommit() {
    return lastCommit;
  }

  /// Why the stream stands still at the moment; null while it runs.
  public @Nullable CrossfadeException interruption() {
    return interruption;
  }
}
