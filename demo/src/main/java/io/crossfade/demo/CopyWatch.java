package io.crossfade.demo;

import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Takes the time of the backfill from the outside.
final class CopyWatch implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Supplier<Status> status;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile long begun;
  private volatile long ended;

  CopyWatch(Supplier<Status> status) {
    this.status = status;
    Thread.ofVirtual().name("copy watch").start(this::watch);
  }

  double seconds() {
    return ended == 0 ? 0 : (ended - begun) / 1e9;
  }

  private void watch() {
    try {
      while (ended == 0 && !closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        look(status.get().where());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Status.Where where) {
    if (begun == 0 && where.step() == StepName.BACKFILL) {
      begun = System.nanoTime();
    }
    if (begun != 0 && where.phase().compareTo(Phase.BACKFILLED) >= 0) {
      ended = System.nanoTime();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
