package io.crossfade.client;

import io.crossfade.model.RouterFindings;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a router learns its route. One source serves one router.
 *
 * <p>A source that loses its control plane goes on with the last route that it knows.
 */
public interface RouteSource extends AutoCloseable {
  /** The newest answer that is known. Waits only for the very first one. */
  RouteAnswer current();

  /**
   * Waits until an answer is known that is newer than {@code epoch}, or says of {@link
   * RouteAnswer#next} something else than the one before; at most so long, then the newest known.
   */
  RouteAnswer awaitNewer(long epoch, Duration atMost) throws InterruptedException;

  /**
   * Tells the control plane how far this router is. Never waits: transactions end on the calling
   * thread.
   */
  void report(RouterState state);

  /**
   * Tells the control plane what this router knows of its ledger and of mismatches.
   *
   * @param epoch that the router had confirmed before it looked
   * @return whether it has arrived; if not, it is told again
   */
  default boolean tell(long epoch, RouterFindings findings) throws InterruptedException {
    return true;
  }

  /**
   * How long ago the control plane was last asked for something that it has answered: the lease
   * counts from there. Empty if it has answered nothing yet, so that a kept route goes on.
   */
  default Optional<Duration> leaseAge() {
    return Optional.of(Duration.ZERO);
  }

  @Override
  void close();
}
