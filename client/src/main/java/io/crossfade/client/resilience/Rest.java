package io.crossfade.client.resilience;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * How long a breaker stays open: twice as long each time, until the side has been sound for as long
 * as it rested last. A side that comes and goes is thus asked less and less, where a fixed time
 * would let readers jump to and fro.
 */
final class Rest implements IntervalFunction {
  private final Duration first;
  private final Duration longest;
  private Duration last = Duration.ZERO;
  private long until;

  Rest(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /** Called when the breaker opens. */
  @Override
  public synchronized Long apply(Integer attempt) {
    return next(System.nanoTime()).toMillis();
  }

  /** The rest that begins now. */
  synchronized Duration next(long now) {
    boolean soundForLong = now - until > last.toNanos();
    Duration rest = last.isZero() || soundForLong ? first : last.multipliedBy(2);
    last = rest.compareTo(longest) > 0 ? longest : rest;
    until = now + last.toNanos();
    return last;
  }
}
