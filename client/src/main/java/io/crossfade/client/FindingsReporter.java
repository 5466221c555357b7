package io.crossfade.client;

import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.MismatchGroup;
import io.crossfade.model.PinnedSession;
import io.crossfade.model.RouterFindings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the control plane what parts of the application know, on a thread of its own, so that it
 * delays nothing: where it has changed, and each fifth time, for a control plane that was started
 * anew knows nothing.
 */
final class FindingsReporter extends Thread {
  private static final Logger LOG = System.getLogger(FindingsReporter.class.getPackageName());
  private static final int REPEATED_EVERY = 5;
  private static final long GOODBYE_MILLIS = 500;

  private final RouteSource source;
  private final LongSupplier epoch;
  private final Duration every;
  private final List<Supplier<RouterFindings>> suppliers = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Only the thread itself. */
  private boolean warned;

  private record Told(long epoch, RouterFindings findings) {}

  /**
   * @param epoch that the router has confirmed
   * @param every how often it is looked whether anything has changed
   */
  FindingsReporter(RouteSource source, LongSupplier epoch, Duration every) {
    super("crossfade-findings");
    setDaemon(true);
    this.source = source;
    this.epoch = epoch;
    this.every = every;
  }

  /** Begins with the first of them. */
  synchronized void add(Supplier<RouterFindings> supplier) {
    suppliers.add(supplier);
    if (getState() == State.NEW && closed.getCount() > 0) {
      start();
    }
  }

  @Override
  public void run() {
    @Nullable Told arrived = null;
    int turns = 0;
    boolean last = false;
    try {
      while (!last) {
        last = closed.await(turns == 0 ? 0 : every.toMillis(), TimeUnit.MILLISECONDS);
        Told now = new Told(epoch.getAsLong(), all());
        if (!now.equals(arrived) || turns % REPEATED_EVERY == 0) {
          arrived = isTold(now) ? now : null;
        }
        turns++;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isTold(Told now) throws InterruptedException {
    try {
      return source.tell(now.epoch(), now.findings());
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "findings are told again: {0}", e.toString());
      return false;
    }
  }

  /** Of all parts together. One that fails keeps nobody else's from being told. */
  private RouterFindings all() {
    List<LedgerCount> ledger = new ArrayList<>();
    List<LedgerEntry> entries = new ArrayList<>();
    List<MismatchGroup> mismatches = new ArrayList<>();
    List<PinnedSession> pinned = new ArrayList<>();
    for (Supplier<RouterFindings> supplier : suppliers) {
      try {
        RouterFindings one = supplier.get();
        ledger.addAll(one.ledger());
        entries.addAll(one.entries());
        mismatches.addAll(one.mismatches());
        pinned.addAll(one.pinned());
      } catch (RuntimeException e) {
        Level level = warned ? Level.DEBUG : Level.WARNING;
        LOG.log(level, "what is known of a ledger is not told: {0}", e.toString());
        warned = true;
      }
    }
    return new RouterFindings(ledger, entries, mismatches, pinned);
  }

  /** Tells them once more, for what is told last stays known. Waits for that a moment. */
  void close() {
    closed.countDown();
    synchronized (this) {
      if (getState() == State.NEW) {
        return;
      }
    }
    try {
      join(GOODBYE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      interrupt();
    }
  }
}
