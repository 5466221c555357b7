package io.crossfade.client;

import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A transaction that may run, under the route and on the side it began with. Closing it ends it.
 */
public final class RoutedTransaction implements AutoCloseable {
  private static final int READ_ONLY = 0;

  private final Router router;
  private final Epoch epoch;
  private final Side side;
  private final int stripe;
  private final AtomicBoolean ended = new AtomicBoolean();

  private RoutedTransaction(Router router, Epoch epoch, Side side, int stripe) {
    this.router = router;
    this.epoch = epoch;
    this.side = side;
    this.stripe = stripe;
  }

  /** A write, already counted in its epoch. */
  static RoutedTransaction writing(Router router, Epoch epoch, Side side, int stripe) {
    return new RoutedTransaction(router, epoch, side, stripe);
  }

  /** Read-only work is not counted: no switch has to wait for it. */
  static RoutedTransaction reading(Router router, Epoch epoch, Side side) {
    return new RoutedTransaction(router, epoch, side, READ_ONLY);
  }

  public Side side() {
    return side;
  }

  public Route route() {
    return epoch.route;
  }

  /** Ends the transaction; must follow its real end in the database. Repeatable. */
  @Override
  public void close() {
    if (stripe != READ_ONLY && ended.compareAndSet(false, true)) {
      router.ended(epoch, stripe);
    }
  }
}
