package io.crossfade.gateway.session;

import java.util.concurrent.TimeUnit;

/// A side that cannot be connected to is left alone for a while, each time longer.
final class SideRest {
  private static final long FIRST = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_DOUBLINGS = 5;

  private int failures;
  private long until = System.nanoTime();

  synchronized boolean isOver() {
    return System.nanoTime() - until >= 0;
  }

  synchronized void succeeded() {
    failures = 0;
  }

  synchronized void failed() {
    until = System.nanoTime() + (FIRST << Math.min(failures++, MOST_DOUBLINGS));
  }
}
