package io.crossfade.transfer.stitch;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what comes true by itself, but not for ever. */
final class Await {
  static final Duration SOON = Duration.ofSeconds(40);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    until(what, SOON, condition);
  }

  static void until(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    long looked = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long now = System.nanoTime();
      if (now > deadline) {
        throw new AssertionError("waited in vain until " + what);
      }
      // A look at a database takes the processor from what is waited for.
      LockSupport.parkNanos(Math.min(50_000_000, Math.max(2_000_000, 10 * (now - looked))));
      looked = System.nanoTime();
    }
  }

  /** The result of work in another thread; throws what it threw. */
  static <T> T result(Future<T> future) {
    try {
      return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      throw new AssertionError("a thread failed", e);
    } catch (TimeoutException e) {
      throw new AssertionError("a thread does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
