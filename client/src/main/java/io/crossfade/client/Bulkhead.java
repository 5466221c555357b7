package io.crossfade.client;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Threads of their own for work that must not slow down anybody: so many at once, so many in a
 * queue, and nobody waits to get in.
 *
 * <p>Work that takes too long is interrupted. What does not heed that (a driver that reads from a
 * socket) keeps its thread until it ends, and the bulkhead is narrower for so long: give such a
 * driver timeouts of its own.
 */
public final class Bulkhead implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor clock;

  /**
   * @param name of its threads
   * @param atOnce how many threads there are at most
   * @param queued how many may wait for one of them
   */
  public Bulkhead(String name, int atOnce, int queued) {
    BlockingQueue<Runnable> queue =
        queued == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(queued);
    threads =
        new ThreadPoolExecutor(
            queued == 0 ? 0 : atOnce,
            atOnce,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            queue,
            daemons("crossfade-" + name));
    if (queued > 0) {
      threads.allowCoreThreadTimeOut(true);
    }
    clock = new ScheduledThreadPoolExecutor(1, daemons("crossfade-" + name + "-clock"));
    clock.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory daemons(String name) {
    AtomicLong number = new AtomicLong();
    return work -> {
      Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Whether the work will be done; if not, the bulkhead is full or closed. Never waits. */
  public boolean offer(Runnable work) {
    try {
      threads.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Offers the work after a time; whoever finds no room then hears of it on the clock's thread. */
  public void offerLater(Runnable work, Duration delay, Runnable full) {
    if (clock.isShutdown()) {
      full.run();
      return;
    }
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, clock)
        .execute(() -> {
          if (!offer(work)) {
            full.run();
          }
        });
  }

  /**
   * Does the work on a thread of the bulkhead while the caller waits.
   *
   * @throws RejectedExecutionException if there is no room: the work was not begun
   * @throws TimeoutException if it took too long; it has been interrupted
   */
  public <T extends @Nullable Object> T call(Callable<T> work, Duration atMost) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    threads.execute(task);
    try {
      return task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } finally {
      task.cancel(true);
    }
  }

  /**
   * Does the work on the calling thread, and interrupts it there when the time is over.
   *
   * @throws TimeoutException if it took too long, whatever came of it
   */
  public <T extends @Nullable Object> T within(Duration atMost, Callable<T> work) throws Exception {
    Alarm alarm = new Alarm(Thread.currentThread());
    ScheduledFuture<?> set = clock.schedule(alarm, atMost.toNanos(), TimeUnit.NANOSECONDS);
    try {
      T result = work.call();
      alarm.off(atMost);
      return result;
    } catch (Exception e) {
      alarm.off(atMost);
      throw e;
    } finally {
      set.cancel(false);
    }
  }

  /** Interrupts a thread, unless it was told in time that there is no need. */
  private static final class Alarm implements Runnable {
    private final Thread sleeper;
    private boolean off;
    private boolean rang;

    Alarm(Thread sleeper) {
      this.sleeper = sleeper;
    }

    @Override
    public synchronized void run() {
      if (!off) {
        rang = true;
        sleeper.interrupt();
      }
    }

    /** Takes the interrupt back too, which must not meet what the thread does next. */
    synchronized void off(Duration atMost) throws TimeoutException {
      off = true;
      if (rang) {
        Thread.interrupted();
        throw new TimeoutException("It took longer than " + atMost.toMillis() + " ms.");
      }
    }
  }

  /** Ends its threads; what is under way is interrupted, what waits is forgotten. */
  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
  }
}
