package io.crossfade.client;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.RouterFindings;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets each transaction of an application begin on the side that the current route says, or wait
 * while the route is held.
 *
 * <p>Once this router has confirmed an epoch, no transaction begins under an older one. Once it has
 * reported that epoch as drained, no write transaction of an older one is in flight.
 */
public final class Router implements AutoCloseable {
  public static final Duration DEFAULT_HOLD_LIMIT = Duration.ofSeconds(5);

  /** How long the control plane counts on a router that it does not hear. */
  public static final Duration LEASE = Duration.ofSeconds(3);

  private static final Duration TOLD_EVERY = Duration.ofSeconds(2);

  private final RouteSource source;
  private final Duration holdLimit;
  private final HoldListener holdListener;
  private final Supplier<InFlight> counters;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TransactionCounts counts = new TransactionCounts();
  private final DecisionCounts decisions = new DecisionCounts();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final FindingsReporter findings;
  private final Thread watcher;

  private volatile Epoch current;

  /** Not part of an epoch: nobody drains because somebody else reads elsewhere. */
  private volatile Readers readers;

  /** Where writes are about to move. */
  private volatile @Nullable Side next;

  /** All of them have to be ready before this router says that it is. */
  private final List<Predicate<Side>> preparations = new CopyOnWriteArrayList<>();

  private volatile boolean closed;

  /** Whether the current epoch was reported as drained. Guarded by the lock, as is the next. */
  private boolean drained;

  private long sequence;

  public Router(RouteSource source) {
    this(source, DEFAULT_HOLD_LIMIT, HoldListener.NONE);
  }

  /**
   * @param holdLimit how long a transaction waits at most for a hold to end, before it fails
   */
  public Router(RouteSource source, Duration holdLimit, HoldListener holdListener) {
    this(source, holdLimit, holdListener, InFlight::new, Watcher::daemon);
  }

  /** The same, which waits for new routes on a thread of these. */
  public Router(
      RouteSource source, Duration holdLimit, HoldListener holdListener, ThreadFactory threads) {
    this(source, holdLimit, holdListener, InFlight::new, threads);
  }

  /** Tests count in their own way, to stop a thread where it hurts. */
  Router(
      RouteSource source,
      Duration holdLimit,
      HoldListener holdListener,
      Supplier<InFlight> counters,
      ThreadFactory threads) {
    this.source = source;
    this.counters = counters;
    this.holdLimit = holdLimit;
    this.holdListener = holdListener;
    RouteAnswer first = source.current();
    this.readers = first.readers();
    this.next = first.next();
    this.current = new Epoch(first.route(), counters.get(), null);
    report();
    this.findings = new FindingsReporter(source, () -> current.number(), TOLD_EVERY);
    this.watcher = threads.newThread(new Watcher(source, this));
    watcher.start();
  }

  /**
   * Begins a transaction; waits while the route is held.
   *
   * @param readOnly whether it only reads, so that it may go where a share of the reads goes
   * @param key for whom; the same key always gets the same answer. Without one, work follows the
   *     reads only once all of them go there
   * @throws CrossfadeException HELD_TOO_LONG if the hold did not end in time: nothing has been sent
   *     to a database, and the caller may try again; NOT_RUNNING if the router is closed
   */
  public RoutedTransaction begin(boolean readOnly, @Nullable String key) {
    while (true) {
      RoutedTransaction begun = tryBegin(readOnly, key);
      if (begun != null) {
        return begun;
      }
      awaitRelease();
    }
  }

  /**
   * The same for a thread that must not wait.
   *
   * @return null while the route is held: nothing has begun then
   * @throws CrossfadeException NOT_RUNNING if the router is closed
   */
  public @Nullable RoutedTransaction tryBegin(boolean readOnly, @Nullable String key) {
    while (true) {
      Epoch epoch = current;
      if (closed) {
        throw notRunning();
      }
      if (epoch.route.held()) {
        return null;
      }
      Side side = epoch.side(readOnly, key, readers);
      if (readOnly) {
        decisions.count(side, epoch.why(key, readers));
        return epoch.reading(side);
      }
      int stripe = epoch.writes.enter();
      // Count first, then look: whoever changes the epoch sees this transaction, or we see the
      // change.
      if (current == epoch) {
        decisions.count(side, Decision.ROUTE);
        return RoutedTransaction.writing(this, epoch, side, stripe);
      }
      ended(epoch, stripe);
    }
  }

  /**
   * Calls this whenever a newer route has been confirmed, {@link #next} has changed, or the router
   * was closed, for those who cannot wait in {@link #begin}. On the thread that learned it: be
   * quick.
   */
  public void whenChanged(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * The side to which writes are about to move, while nobody is held yet and until they have moved
   * or will not after all; null otherwise.
   */
  public @Nullable Side next() {
    return next;
  }

  /**
   * Before the control plane holds anybody it waits a moment until this says that writes may move
   * to a side. Asked under a lock: be quick. Whenever the answer has changed, {@link #prepared} is
   * to be called.
   */
  public void prepares(Predicate<Side> isReady) {
    preparations.add(isReady);
  }

  /** Looks again whether everything is ready for writes to move, and tells it. */
  public void prepared() {
    lock.lock();
    try {
      report();
    } finally {
      lock.unlock();
    }
  }

  /** The side on which such a transaction would begin now. */
  public Side side(boolean readOnly, @Nullable String key) {
    return current.side(readOnly, key, readers);
  }

  /** The same, with the reason and the route. Nothing begins, waits or is counted. */
  public Destination destination(boolean readOnly, @Nullable String key) {
    Epoch epoch = current;
    Readers named = readers;
    Decision why = readOnly ? epoch.why(key, named) : Decision.ROUTE;
    return new Destination(epoch.route, epoch.side(readOnly, key, named), why);
  }

  /** Readers by name, who may change under the same route. */
  public Readers readers() {
    return readers;
  }

  /** How long ago the control plane was last asked for something that it has answered. */
  public Optional<Duration> leaseAge() {
    return source.leaseAge();
  }

  /** The route that this router has confirmed last. */
  public Route route() {
    return current.route;
  }

  /**
   * How to ask whether what was written under this route has arrived on the other side; null if
   * nobody can say.
   */
  public @Nullable Freshness freshness(Route route) {
    RouteAnswer answer = source.current();
    return answer.route().writes() == route.writes() ? answer.freshness() : null;
  }

  /** What this part of the application knows is told to the control plane, again and again. */
  public void tells(Supplier<RouterFindings> what) {
    findings.add(what);
  }

  /** Why transactions began where they did. */
  public DecisionCounts decisions() {
    return decisions;
  }

  /** Where it is counted how transactions end; told with the next report. */
  TransactionCounts counts() {
    return counts;
  }

  /** Counts a transaction that somebody else has carried out; told with the next report. */
  public void count(long nanos, boolean failed) {
    counts.ended(nanos, failed);
  }

  /** How long a transaction waits at most for a hold to end. */
  public Duration holdLimit() {
    return holdLimit;
  }

  /** Transactions that wait at a hold now. */
  public int waiting() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(changed);
    } finally {
      lock.unlock();
    }
  }

  /** Stops following routes and tells the control plane that nobody need wait for this router. */
  @Override
  public void close() {
    findings.close();
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      changed.signalAll();
      report();
    } finally {
      lock.unlock();
    }
    try {
      listeners.forEach(Runnable::run);
    } finally {
      watcher.interrupt();
      source.close();
    }
  }

  /** Confirms a newer route, if it is one: from then on nothing begins under the old one. */
  void follow(RouteAnswer answer) {
    Route route = answer.route();
    boolean newer;
    boolean told = false;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (route.epoch() >= current.number()) {
        readers = answer.readers();
        told = next != answer.next();
        next = answer.next();
      }
      newer = route.epoch() > current.number();
      if (newer) {
        current = new Epoch(route, counters.get(), current);
        changed.signalAll();
      }
      report();
    } finally {
      lock.unlock();
    }
    if (newer || told) {
      listeners.forEach(Runnable::run);
    }
  }

  /** Says how far this router is. The lock keeps the reports in order. */
  private void report() {
    drained = current.drained();
    TransactionCounts.Counted counted = counts.now();
    source.report(
        new RouterState(
            current.number(),
            current.inFlight(),
            drained,
            closed,
            ++sequence,
            counted.ended(),
            counted.failed(),
            counted.busyNanos(),
            ready()));
  }

  private @Nullable Side ready() {
    Side where = next;
    return where != null && preparations.stream().allMatch(one -> one.test(where)) ? where : null;
  }

  void ended(Epoch epoch, int stripe) {
    epoch.writes.leave(stripe);
    // Uncount first, then look: the last one of an old epoch sees that it is old, or the change
    // sees it gone.
    if (current != epoch) {
      lock.lock();
      try {
        if (!drained && current.drained()) {
          report();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits until the route is not held. */
  private void awaitRelease() {
    long since = System.nanoTime();
    long left = holdLimit.toNanos();
    boolean waited = false;
    boolean released = false;
    lock.lock();
    try {
      while (current.route.held() && !closed && left > 0) {
        waited = true;
        left = changed.awaitNanos(left);
      }
      if (closed) {
        throw notRunning();
      }
      if (current.route.held()) {
        throw heldTooLong(since);
      }
      released = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrossfadeException(
          ErrorCode.HELD_TOO_LONG,
          "Interrupted while the hold of migration "
              + current.route.migration()
              + " lasted. Nothing was sent to a database.",
          e);
    } finally {
      lock.unlock();
      if (waited) {
        holdListener.waited(System.nanoTime() - since, released);
      }
    }
  }

  private CrossfadeException notRunning() {
    return new CrossfadeException(
        ErrorCode.NOT_RUNNING,
        "The router of migration " + current.route.migration() + " is closed.");
  }

  private CrossfadeException heldTooLong(long since) {
    Route route = current.route;
    long millis = Duration.ofNanos(System.nanoTime() - since).toMillis();
    return new CrossfadeException(
        ErrorCode.HELD_TOO_LONG,
        "Migration %s holds new transactions, and no new route came within %d ms (epoch %d). Nothing was sent to a database: try again. If it stays so, see `crossfade status`."
            .formatted(route.migration(), millis, route.epoch()));
  }
}
