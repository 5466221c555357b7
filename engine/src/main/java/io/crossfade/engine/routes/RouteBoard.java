package io.crossfade.engine.routes;

import static java.util.stream.Collectors.toSet;

import io.crossfade.connector.Freshness;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.RouterFindings;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The current route of one migration, and the routers that follow it. Safe for use by several
/// threads; whoever waits is woken, nobody polls.
public final class RouteBoard implements AutoCloseable {
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(3);

  private final RouteStore store;
  private final Timing timing;
  private final long knowsAllRoutersAt;
  private final Routers routers;
  private final Findings findings = new Findings();
  private final Map<Direction, Freshness> freshness = new ConcurrentHashMap<>();

  /// Held while a route is saved, so that reports need not wait for the disk.
  private final ReentrantLock publishing = new ReentrantLock();

  private final Watched watched;
  private volatile Route current;
  private volatile Readers readers = Readers.NONE;
  private volatile @Nullable Side next;
  private volatile boolean closed;

  public RouteBoard(Route current, RouteStore store, Timing timing) {
    this(current, store, DEFAULT_LEASE, timing);
  }

  /// @param current the route that was published last, perhaps by an earlier process
  /// @param lease how long a silent router still counts
  public RouteBoard(Route current, RouteStore store, Duration lease, Timing timing) {
    this.current = current;
    this.store = store;
    this.timing = timing;
    this.watched = new Watched(timing);
    this.routers = new Routers(lease.toNanos());
    this.knowsAllRoutersAt = timing.nanoTime() + lease.toNanos();
  }

  public Route current() {
    return current;
  }

  /// Makes a route durable, then visible. SUPERSEDED if its epoch is not newer than the current
  /// one.
  public void publish(Route route) {
    publish(route, store);
  }

  /// As the other, saved in another way.
  public void publish(Route route, RouteStore saving) {
    publishing.lock();
    try {
      if (route.epoch() <= current.epoch()) {
        throw new CrossfadeException(
            ErrorCode.SUPERSEDED,
            "Migration %s has a route of epoch %d; one of epoch %d cannot follow it. Start from the current route."
                .formatted(route.migration(), current.epoch(), route.epoch()));
      }
      saving.save(route);
      watched.change(() -> current = route);
    } finally {
      publishing.unlock();
    }
  }

  /// Waits for a route with an epoch newer than this one; returns the current one in the end.
  public Route await(long newerThan, Duration atMost) throws InterruptedException {
    return await(newerThan, next, atMost);
  }

  /// As the other, or until something else is announced than this.
  public Route await(long newerThan, @Nullable Side announced, Duration atMost)
      throws InterruptedException {
    boolean _ =
        watched.await(() -> current.epoch() > newerThan || next != announced || closed, atMost);
    return current;
  }

  /// Tells routers where writes are about to move; null if they are not. Nothing follows from it
  /// but that whoever needs time for it gets ready, so it is not durable and has no epoch.
  public void announce(@Nullable Side side) {
    watched.change(() -> next = side);
  }

  /// What is announced now; null if nothing is.
  public @Nullable Side announced() {
    return next;
  }

  /// Waits until every router that is alive and gets ready says that writes may move there.
  ///
  /// @return whether it came to that in time
  public boolean awaitReady(Side side, Duration atMost) throws InterruptedException {
    return awaitAll(report -> report.isReadyFor(side), atMost);
  }

  /// Takes a router's report, which renews its lease.
  public void report(RouterReport report) {
    watched.change(() -> routers.hear(report, timing.nanoTime()));
  }

  /// Renews the lease of a router that was just answered: it counts from the answer on.
  public void renew(String router) {
    watched.change(() -> routers.renew(router, timing.nanoTime()));
  }

  /// What the routers that are alive reported last.
  public List<RouterReport> routers() {
    return watched.with(() -> routers.alive(timing.nanoTime()));
  }

  /// What all routers have counted, for as long as this process has heard of them.
  public RouterReport.Traffic traffic() {
    return watched.with(routers::traffic);
  }

  /// Takes what a router knows of its ledger and of mismatches.
  ///
  /// @param epoch that it had confirmed before it looked
  public void tell(String router, long epoch, RouterFindings what) {
    watched.change(() -> findings.hear(router, epoch, what, timing.nanoTime()));
  }

  /// A person says that a router which is lost has left nothing behind, or nothing that counts.
  ///
  /// @return whether anything was known of it
  public boolean forget(String router) {
    return watched.with(() -> findings.forget(router));
  }

  /// What routers have told last of their ledgers and of mismatches, lost ones included.
  public List<Told> told() {
    return watched.with(this::toldNow);
  }

  /// What is known of the ledgers since all routers that are alive have confirmed this epoch. Like
  /// [#awaitDrained] it knows of all routers only once [#awaitAcquainted] returns.
  public LedgerKnown ledger(long epoch) {
    return watched.with(() -> {
      List<Told> told = toldNow();
      Set<String> heard =
          told.stream().filter(one -> one.epoch() >= epoch).map(Told::router).collect(toSet());
      return new LedgerKnown(
          LedgerView.of(told).pending(),
          routers.alive(timing.nanoTime()).stream()
              .map(RouterReport::router)
              .filter(router -> !heard.contains(router))
              .toList(),
          told.stream().filter(one -> one.lost() && one.pending() > 0).map(Told::router).toList());
    });
  }

  private List<Told> toldNow() {
    long now = timing.nanoTime();
    Set<String> alive = routers.alive(now).stream().map(RouterReport::router).collect(toSet());
    return findings.all(alive, now);
  }

  /// Waits until every router that is alive must have reported here: one lease from when the board
  /// was made, because before that the routers of an earlier process may be alive and silent.
  /// Whoever wants to hold waits here first, while nobody is held.
  public void awaitAcquainted() throws InterruptedException {
    Duration left = Duration.ofNanos(knowsAllRoutersAt - timing.nanoTime());
    boolean _ = watched.await(() -> closed, left);
  }

  /// Waits until every router that is alive has confirmed this epoch and has no older write
  /// transaction in flight. A router that is silent for longer than its lease does not count:
  /// against those only the fence helps.
  ///
  /// The answer does not come before [#awaitAcquainted] would return.
  ///
  /// @return whether it came to that in time
  public boolean awaitDrained(long epoch, Duration atMost) throws InterruptedException {
    return awaitAll(report -> report.hasDrained(epoch), atMost);
  }

  /// As [#awaitDrained], whatever is in flight.
  public boolean awaitConfirmed(long epoch, Duration atMost) throws InterruptedException {
    return awaitAll(report -> report.epoch() >= epoch, atMost);
  }

  private boolean awaitAll(Predicate<RouterReport> isSo, Duration atMost)
      throws InterruptedException {
    long deadline = timing.nanoTime() + atMost.toNanos();
    while (true) {
      long atLatest = watched.with(() -> allAfter(isSo));
      long left = deadline - timing.nanoTime();
      if (atLatest <= 0 || left <= 0 || closed) {
        return atLatest <= 0;
      }
      Duration wait = Duration.ofNanos(Math.min(left, atLatest));
      boolean _ = watched.await(() -> closed || allAfter(isSo) <= 0, wait);
    }
  }

  /// How long it takes at most until the next router of which it is not so is not waited for any
  /// more; nothing when no router is.
  private long allAfter(Predicate<RouterReport> isSo) {
    long now = timing.nanoTime();
    return routers.patience(isSo, now).orElse(knowsAllRoutersAt - now);
  }

  /// Says how readers ask whether what they wrote has arrived, while the stream of this direction
  /// runs.
  public void freshness(Direction direction, Freshness how) {
    freshness.put(direction, how);
  }

  /// How readers under this route ask whether what they wrote has arrived on the other side.
  public Optional<Freshness> freshness(Route route) {
    return switch (route.writes()) {
      case SOURCE -> Optional.ofNullable(freshness.get(Direction.FORWARD));
      case TARGET -> Optional.ofNullable(freshness.get(Direction.REVERSE));
      case BOTH, BOTH_TARGET_FIRST -> Optional.empty();
    };
  }

  /// Says for whom no percentage decides.
  public void readers(Readers named) {
    readers = named;
  }

  public Readers readers() {
    return readers;
  }

  /// Whether all waiting has ended: whoever follows has to look elsewhere.
  public boolean isClosed() {
    return closed;
  }

  /// Ends all waiting, as this process ends.
  @Override
  public void close() {
    watched.change(() -> closed = true);
  }
}
