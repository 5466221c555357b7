package io.crossfade.server.hosting;

import io.crossfade.model.CrossfadeException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again for migrations that were given to another server on the same store, so
/// that this one waits for its turn with them, too.
final class Newcomers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final Runnable look;
  private final CountDownLatch closed = new CountDownLatch(1);

  private Newcomers(Runnable look) {
    this.look = look;
  }

  static Newcomers lookedFor(Runnable look) {
    Newcomers newcomers = new Newcomers(look);
    Thread.ofVirtual().name("newcomers").start(newcomers::lookUntilClosed);
    return newcomers;
  }

  private void lookUntilClosed() {
    try {
      while (!closed.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look.run();
        } catch (CrossfadeException e) {
          LOG.debug("the store cannot be asked, and is asked again: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
