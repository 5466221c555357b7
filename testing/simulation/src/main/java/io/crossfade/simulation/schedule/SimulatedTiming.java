package io.crossfade.simulation.schedule;

import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/// The world's time.
public record SimulatedTiming(Scheduler scheduler) implements Timing {
  @Override
  public long nanoTime() {
    return scheduler.now();
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    boolean _ = scheduler.await(() -> false, duration);
  }

  /// The JDK would wake whoever waits by the machine's time; here the world's does, with a signal.
  @Override
  public void await(Lock lock, Condition signal, long nanos) throws InterruptedException {
    Runnable callOff = scheduler.after(Duration.ofNanos(nanos), () -> signalAll(lock, signal));
    try {
      signal.await();
    } finally {
      callOff.run();
    }
  }

  private static void signalAll(Lock lock, Condition signal) {
    lock.lock();
    try {
      signal.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
