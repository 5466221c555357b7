package io.crossfade.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for Ctrl-C, and lets the process end only when everything is put away.
final class Leaving implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch left = new CountDownLatch(1);

  void await() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leaving"));
    asked.await();
  }

  private void leave() {
    asked.countDown();
    try {
      var _ = left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    left.countDown();
  }
}
