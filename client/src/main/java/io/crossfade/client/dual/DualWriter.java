package io.crossfade.client.dual;

import io.crossfade.client.RoutedTransaction;
import io.crossfade.client.Router;
import io.crossfade.model.RouterFindings;
import io.crossfade.model.Side;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes that follow the route: one side, or both, the one first whose word counts. See
 * docs/dual-writes.md for what it guarantees, and what not.
 *
 * <p>A mirror never carries what was written. It reads the item again where it was written first,
 * and brings the other side what it found, unless that has the same version or a newer one.
 */
public final class DualWriter implements AutoCloseable {
  private final Router router;
  private final Ledger ledger;
  private final Mirrors mirrors;
  private final Drain drain;
  private final Findings findings;
  private final Background background;
  private volatile boolean everMirrored;

  DualWriter(
      Router router,
      Ledger ledger,
      Mirrors mirrors,
      Drain drain,
      Findings findings,
      Background background) {
    this.router = router;
    this.ledger = ledger;
    this.mirrors = mirrors;
    this.drain = drain;
    this.findings = findings;
    this.background = background;
    router.tells(findings);
    background.run(this);
  }

  /** What this writer is to be; see {@link DualWriterBuilder#start}. */
  public static DualWriterBuilder with(Router router) {
    return new DualWriterBuilder(router);
  }

  /**
   * Writes one item by the application's own means, on the side it is told; then sees to the other.
   *
   * <p>What {@code work} throws is thrown. Whether it has written all the same is then unknown, so
   * the item is looked at in any case.
   *
   * @throws io.crossfade.model.CrossfadeException before {@code work}: HELD_TOO_LONG,
   *     MIRROR_BEHIND, INTENT_FAILED; after it: MIRROR_FAILED, if it was taken back
   */
  public <R extends @Nullable Object, E extends Exception> R write(Item item, Work<R, E> work)
      throws E {
    if (ledger.needsTransaction()) {
      throw new IllegalStateException(
          "An outbox is written in the transaction of the write itself: use DualTransactions, or another guarantee. Nothing was sent to a database.");
    }
    try (DualWrite write = begin(item.key(), side -> {})) {
      write.note(item);
      R result = work.on(write.side());
      write.done();
      return result;
    }
  }

  /**
   * Begins a write whose transaction the caller carries out; it must be closed.
   *
   * @param key for whom, as with {@link Router#begin}
   * @param before takes what may have to be waited for
   */
  public DualWrite begin(@Nullable String key, Preparation before) {
    boolean placed = false;
    boolean begun = false;
    try {
      while (true) {
        if (router.route().held()) {
          before.giveBack();
          router.begin(false, key).close();
        }
        // Nobody who is counted as in flight, or holds a connection, waits for a place here.
        boolean mirrored = router.route().writes().mirrored();
        boolean entered = placed;
        if (mirrored && !placed) {
          placed = mirrors.queue().enter();
          entered = true;
        }
        Side side = router.side(false, key);
        before.take(side);
        if (router.route().held()) {
          continue;
        }
        RoutedTransaction transaction = router.begin(false, key);
        boolean needsPlace = transaction.route().writes().mirrored();
        if (transaction.side() == side && (entered || !needsPlace)) {
          if (placed && !needsPlace) {
            mirrors.queue().leave();
            placed = false;
          }
          begun = true;
          return new DualWrite(this, transaction, placed);
        }
        transaction.close();
      }
    } finally {
      if (placed && !begun) {
        mirrors.queue().leave();
      }
    }
  }

  /** Makes an item due now, also one that was set apart; false if it is not in the ledger. */
  public boolean retry(Item item) throws Exception {
    boolean found = false;
    for (Side from : Side.values()) {
      found |= ledger.retry(from, item);
    }
    background.wake();
    return found;
  }

  /** Takes back into the ledger all that was set apart; how many they were. */
  public int retryApart() throws Exception {
    int taken = 0;
    for (Side from : Side.values()) {
      taken += ledger.retryApart(from);
    }
    background.wake();
    return taken;
  }

  /**
   * Settles what is due in the ledger, on this thread and those of the mirrors. Done by itself
   * again and again; a test or a maintenance job may do it too.
   *
   * @return how many items were settled
   */
  public int drain() throws InterruptedException {
    boolean mirrored = router.route().writes().mirrored();
    everMirrored |= mirrored;
    if (!everMirrored) {
      // An application may be there long before the table of items is.
      return 0;
    }
    int settled = mirrored ? drain.once() : 0;
    findings.refresh();
    return settled;
  }

  /**
   * Drains until nothing is pending on either side, or the time is over. Only meaningful while the
   * route is held, for else the next write comes.
   *
   * @return whether the ledger is empty
   */
  public boolean awaitSettled(Duration atMost) throws InterruptedException {
    return background.await(this, atMost);
  }

  /** Items that are not on the other side yet, those set apart included. */
  public long pending() throws Exception {
    long pending = 0;
    for (Side from : Side.values()) {
      for (Ledger.Count count : ledger.counts(from)) {
        pending += count.pending();
      }
    }
    return pending;
  }

  /** What the control plane is told, as of the last drain. */
  public RouterFindings findings() {
    return findings.get();
  }

  boolean isHeld() {
    return router.route().held();
  }

  void count(long nanos, boolean failed) {
    router.count(nanos, failed);
  }

  Ledger ledger() {
    return ledger;
  }

  Mirrors mirrors() {
    return mirrors;
  }

  /**
   * Ends what was begun beside the writes. Mirrors that are under way end; others stay in the
   * ledger, and with {@link Guarantee#BEST_EFFORT} they are gone: {@link #awaitSettled} first.
   */
  @Override
  public void close() {
    background.close();
    ledger.close();
  }
}
