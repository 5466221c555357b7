package io.crossfade.server.alerts;

import io.crossfade.model.CrossfadeException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again on a thread of its own, less and less often while it fails. It
/// stops nobody else.
final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration LAST_ROUND = Duration.ofSeconds(1);
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final int MOST_DOUBLINGS = 16;

  private final Work work;
  private final Duration every;
  private final Health health;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /// One round.
  @FunctionalInterface
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  Rounds(String name, Work work, Duration every, Health health) {
    this.work = work;
    this.every = every;
    this.health = health;
    this.thread = Thread.ofPlatform().daemon().name("channel-" + name).unstarted(this::go);
  }

  Rounds start() {
    thread.start();
    return this;
  }

  private void go() {
    try {
      Duration pause = every;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return how long to wait for the next one
  private Duration round() throws InterruptedException {
    try {
      work.run();
      health.reached();
      return every;
    } catch (IOException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (CrossfadeException e) {
      return every; // the store is away, and says so itself
    } catch (RuntimeException e) {
      LOG.error("{} failed by a defect", thread.getName(), e);
      return failed(e.getClass().getSimpleName());
    }
  }

  private Duration failed(String why) {
    int failures = health.failed(why);
    if (failures == 1) {
      LOG.warn("{} does not get through, and is tried again: {}", thread.getName(), why);
    }
    Duration pause = FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  /// Waits for the round under way for a moment, and never interrupts it: it may be writing to the
  /// store, and an interrupted write closes the store's file under everybody else.
  @Override
  public void close() {
    closed.countDown();
    try {
      if (!thread.join(LAST_ROUND)) {
        LOG.debug("{} is left at its last round", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
