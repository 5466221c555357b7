package io.crossfade.demo.load;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// One client: transaction after transaction, at its own pace, until it is told to stop.
final class Shopper implements Runnable {
  /// After a pause a client makes up for what it missed, but not for more than this.
  private static final long BACKLOG_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Teller teller;
  private final Supplier<Action> actions;
  private final Random pace;
  private final double perSecond;
  private final CountDownLatch stop;

  Shopper(
      Teller teller, Supplier<Action> actions, Random pace, double perSecond, CountDownLatch stop) {
    this.teller = teller;
    this.actions = actions;
    this.pace = pace;
    this.perSecond = perSecond;
    this.stop = stop;
  }

  @Override
  public void run() {
    long next = System.nanoTime() + untilNext();
    try {
      while (!stop.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        teller.carryOut(actions.get());
        next = Math.max(next + untilNext(), System.nanoTime() - BACKLOG_NANOS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// People come independently of one another.
  private long untilNext() {
    return (long) (-Math.log(1 - pace.nextDouble()) / perSecond * TimeUnit.SECONDS.toNanos(1));
  }
}
