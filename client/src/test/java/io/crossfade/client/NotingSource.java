package io.crossfade.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Another source, and whether it was closed. */
record NotingSource(RouteSource source, AtomicBoolean closed) implements RouteSource {
  @Override
  public RouteAnswer current() {
    return source.current();
  }

  @Override
  public RouteAnswer awaitNewer(long epoch, Duration atMost) throws InterruptedException {
    return source.awaitNewer(epoch, atMost);
  }

  @Override
  public void report(RouterState state) {
    source.report(state);
  }

  @Override
  public void close() {
    closed.set(true);
    source.close();
  }
}
