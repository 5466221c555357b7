package io.crossfade.transfer.mirror;

import io.crossfade.connector.CommitWait;
import io.crossfade.connector.Items;
import io.crossfade.connector.Items.Item;
import io.crossfade.connector.Items.Look;
import io.crossfade.connector.Items.Moment;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Position;
import io.crossfade.model.RowDifference;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.Watched;
import io.crossfade.transfer.follow.FollowListener;
import io.crossfade.transfer.follow.Following;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * One way between two sides that the application writes both. It writes nothing itself: it looks at
 * what the writers have noted, tells which rows were written, and knows when none is on its way.
 */
public final class MirrorWatch implements Following {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration LOOK_SOON = Duration.ofMillis(5);
  private static final Duration AFTER_LOSS = Duration.ofSeconds(1);
  private static final int TELL_AT_MOST = 10_000;

  private final Lease lease;
  private final MirroredTables tables;
  private final Items items;
  private final Timing timing;
  private final FollowListener listener;
  private final AskedMoments moments;
  private final Watched watched;
  private final Thread thread;

  /** The moment of the last look; guarded, with the look itself, by this. */
  private @Nullable Moment seen;

  /** Something that was noted and is no row that is moved; guarded by this. */
  private @Nullable Item unknown;

  private volatile @Nullable Look last;

  private volatile Mode mode = Mode.WATCH;
  private volatile @Nullable Position applied;
  private volatile @Nullable CrossfadeException failure;
  private volatile boolean closed;

  /**
   * @param items of the side that is written first
   */
  public MirrorWatch(
      Lease lease,
      MirroredTables tables,
      Items items,
      Timing timing,
      FollowListener listener,
      ThreadFactory threads) {
    this.lease = lease;
    this.tables = tables;
    this.items = items;
    this.timing = timing;
    this.listener = listener;
    this.moments = new AskedMoments(items::now);
    this.watched = new Watched(timing);
    this.thread = threads.newThread(this::lookUntilClosed);
  }

  /** What was written before is not told one by one: each table has to be looked at as a whole. */
  @Override
  public MirrorWatch start(Mode first) {
    mode = first;
    tables.all().forEach(listener::cleared);
    thread.start();
    return this;
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public void mode(Mode newMode) {
    mode = newMode;
  }

  @Override
  public @Nullable Position applied() {
    return applied;
  }

  /**
   * Asked again for the same position, it goes on waiting for the same moment. What is written
   * again meanwhile is told as written, which says as much.
   */
  @Override
  public boolean awaitApplied(Position position, Duration patience) {
    long deadline = timing.nanoTime() + patience.toNanos();
    Moment moment = moments.of(position);
    while (true) {
      requireGoing();
      if (items.isSettled(lease.migration(), moment)) {
        look();
        moments.forget(position);
        applied = position;
        return true;
      }
      long left = deadline - timing.nanoTime();
      if (left <= 0) {
        return false;
      }
      timing.pauseOrStop(Duration.ofNanos(Math.min(left, LOOK_SOON.toNanos())));
    }
  }

  @Override
  public String awaited() {
    Look look = last;
    String items =
        look == null ? "" : " (%d, %d of them set apart)".formatted(look.pending(), look.apart());
    return "items that the application has noted"
        + items
        + " are not mirrored by it: is it running? See `crossfade ledger`";
  }

  /** What is seen here is read from the tables themselves. */
  @Override
  public void awaitVisible(Duration patience) {
    requireGoing();
  }

  @Override
  public boolean isSettled() {
    return true;
  }

  @Override
  public @Nullable CommitWait commitWait() {
    return null;
  }

  @Override
  public @Nullable CrossfadeException failure() {
    return failure;
  }

  /** They count as written again, and whoever mirrors does it once more. */
  @Override
  public CompletableFuture<Integer> repair(List<RowDifference> rows) {
    items.renew(lease, tables.items(rows));
    return CompletableFuture.completedFuture(rows.size());
  }

  @Override
  public void cease() {
    closed = true;
    watched.change(() -> {});
  }

  /** Nothing of ours is ever on its way. */
  @Override
  public boolean awaitCeased(Duration patience) {
    return true;
  }

  @Override
  public void close() {
    cease();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void requireGoing() {
    CrossfadeException stopped = failure;
    if (stopped != null) {
      throw stopped;
    }
    if (closed) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW, "nobody looks at the mirrors any more; ask again");
    }
  }

  private void lookUntilClosed() {
    try {
      while (!closed) {
        boolean looked = tryToLook();
        watched.await(() -> closed, looked ? LOOK_EVERY : AFTER_LOSS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CrossfadeException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = new CrossfadeException(ErrorCode.INTERNAL, "the look at the mirrors: " + e, e);
    }
  }

  private boolean tryToLook() {
    try {
      look();
      return true;
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.DATABASE_FAILED) {
        throw e;
      }
      listener.interrupted(e);
      return false;
    }
  }

  private synchronized void look() {
    Moment since = seen;
    if (since == null) {
      seen = items.now();
      return;
    }
    Look look = items.look(lease.migration(), since, TELL_AT_MOST);
    if (look.whole()) {
      look.told().forEach(this::tell);
    } else {
      tables.all().forEach(listener::cleared);
    }
    seen = look.at();
    last = look;
    if (unknown != null) {
      listener.interrupted(misspelt(unknown));
    } else if (look.apart() > 0) {
      listener.interrupted(setApart(look));
    } else {
      listener.mirrored(look.told().size());
    }
  }

  private void tell(Item item) {
    tables
        .row(item)
        .ifPresentOrElse(
            found -> listener.touched(found.table(), found.key()), () -> unknown = item);
  }

  /** What nobody can find is compared by nobody, and copied over what was mirrored. */
  private static CrossfadeException misspelt(Item item) {
    return new CrossfadeException(
        ErrorCode.TARGET_REFUSED_ROW,
        "the application notes items of \"%s\" whose store or key is none of the tables that are moved; a store bears the source's name of its table, as in public.orders, and a key has as many values as that table's. Correct the application, then `crossfade abort` and begin anew"
            .formatted(item.store()));
  }

  private static CrossfadeException setApart(Look look) {
    return new CrossfadeException(
        ErrorCode.TARGET_REFUSED_ROW,
        "%d items could not be mirrored and are set apart by their writers; see `crossfade ledger`, mend the cause, then let them be tried again"
            .formatted(look.apart()));
  }
}
