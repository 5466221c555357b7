package io.crossfade.client.dual;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The thread that drains the ledger again and again, and the threads of the mirrors. */
final class Background {
  private static final Logger LOG = System.getLogger(Background.class.getPackageName());
  private static final Duration GOODBYE = Duration.ofSeconds(10);
  private static final long GLANCE_MILLIS = 20;

  /** Longer than most mirrors take that are under way anyway. */
  private static final Duration WHILE_HELD = Duration.ofMillis(100);

  private final @Nullable Duration every;
  private final @Nullable ExecutorService own;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;
  private @Nullable Thread thread;

  /**
   * @param every how long it rests at most; null where nothing is drained by itself
   * @param own threads to be ended with it
   */
  Background(@Nullable Duration every, @Nullable ExecutorService own) {
    this.every = every;
    this.own = own;
  }

  void run(DualWriter writer) {
    Duration pause = every;
    if (pause != null) {
      Thread drainer = new Thread(() -> drain(writer, pause), "crossfade-ledger");
      drainer.setDaemon(true);
      drainer.start();
      thread = drainer;
    }
  }

  private void drain(DualWriter writer, Duration pause) {
    try {
      while (!closed) {
        tryToDrain(writer);
        rest(writer, pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends soon where transactions wait for what is left in the ledger. */
  private void rest(DualWriter writer, Duration pause) throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    long left = pause.toNanos();
    while (left > 0 && !closed) {
      if (wake.tryAcquire(Math.min(left, WHILE_HELD.toNanos()), TimeUnit.NANOSECONDS)) {
        wake.drainPermits();
        return;
      }
      if (writer.isHeld()) {
        return;
      }
      left = end - System.nanoTime();
    }
  }

  /** Nobody else drains it: it has to be tried again, whatever a store has done. */
  private static void tryToDrain(DualWriter writer) throws InterruptedException {
    try {
      writer.drain();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the ledger was not drained, and will be", e);
    }
  }

  void wake() {
    wake.release();
  }

  boolean await(DualWriter writer, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      writer.drain();
      try {
        if (writer.pending() == 0) {
          return true;
        }
      } catch (Exception e) {
        LOG.log(Level.DEBUG, "the ledger was not counted: {0}", Failures.text(e));
      }
      if (closed || System.nanoTime() - deadline >= 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
    }
  }

  void close() {
    closed = true;
    wake.release();
    try {
      Thread drainer = thread;
      if (drainer != null) {
        drainer.join(GOODBYE.toMillis());
      }
      ExecutorService threads = own;
      if (threads != null) {
        threads.shutdown();
        if (!threads.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
          LOG.log(Level.WARNING, "mirrors under way did not end; the ledger has them");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
