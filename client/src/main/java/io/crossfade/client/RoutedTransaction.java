package io.crossfade.client;

import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that may run, under the route and on the side it began with. Closing it ends it.
 */
public final class RoutedTransaction implements AutoCloseable {
  private static final AtomicIntegerFieldUpdater<RoutedTransaction> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(RoutedTransaction.class, "ended");

  /** Null where nobody has to hear of the end. */
  private final @Nullable Router router;

  private final Epoch epoch;
  private final Side side;
  private final int stripe;

  /** 1 once it has ended. */
  private volatile int ended;

  private RoutedTransaction(@Nullable Router router, Epoch epoch, Side side, int stripe) {
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
  static RoutedTransaction reading(Epoch epoch, Side side) {
    return new RoutedTransaction(null, epoch, side, 0);
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
    if (router != null && ended == 0 && ENDED.compareAndSet(this, 0, 1)) {
      router.ended(epoch, stripe);
    }
  }
}
