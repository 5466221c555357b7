package io.crossfade.client.resilience;

import io.crossfade.client.Bulkhead;
import io.crossfade.client.SideGuard;
import io.crossfade.client.SideRefused;
import io.crossfade.model.Side;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker and a bulkhead for each side. A side is asked on threads of its own, so that
 * the caller can stop waiting; what is bound to his thread (a transaction, a security context) is
 * not there.
 */
public final class Breakers implements SideGuard, AutoCloseable {
  /** Calls that find out whether the side is sound again, while others are refused. */
  private static final int PROBES = 5;

  private final GuardLimits limits;
  private final Map<Side, CircuitBreaker> breakers = new EnumMap<>(Side.class);
  private final Map<Side, Bulkhead> threads = new EnumMap<>(Side.class);

  public Breakers(GuardLimits limits) {
    this.limits = limits;
    for (Side side : Side.values()) {
      breakers.put(side, CircuitBreaker.of("crossfade-" + side, config()));
      threads.put(side, new Bulkhead("read-" + side, limits.atOnce(), 0));
    }
  }

  /** A rest for each breaker. */
  private CircuitBreakerConfig config() {
    return CircuitBreakerConfig.custom()
        .slidingWindow(
            limits.calls(), Math.max(1, limits.calls() / 5), SlidingWindowType.COUNT_BASED)
        .failureRateThreshold(limits.failedPercent())
        .permittedNumberOfCallsInHalfOpenState(PROBES)
        .waitIntervalFunctionInOpenState(new Rest(limits.rest(), limits.longestRest()))
        .recordException(e -> !(e instanceof SideRefused))
        .build();
  }

  /** To be read, for states and events. */
  public CircuitBreaker breaker(Side side) {
    CircuitBreaker breaker = breakers.get(side);
    if (breaker == null) {
      throw new IllegalArgumentException("no side " + side);
    }
    return breaker;
  }

  @Override
  public <T extends @Nullable Object> T ask(Side side, Callable<T> read) throws Exception {
    CircuitBreaker breaker = breaker(side);
    try {
      breaker.acquirePermission();
    } catch (CallNotPermittedException e) {
      throw new SideRefused(side, "it failed or was too slow lately");
    }
    long since = System.nanoTime();
    try {
      T answer = threads(side).call(read, limits.timeout());
      breaker.onSuccess(System.nanoTime() - since, TimeUnit.NANOSECONDS);
      return answer;
    } catch (RejectedExecutionException e) {
      breaker.releasePermission();
      throw new SideRefused(side, limits.atOnce() + " ask it already");
    } catch (InterruptedException e) {
      breaker.releasePermission();
      throw e;
    } catch (Exception | Error e) {
      breaker.onError(System.nanoTime() - since, TimeUnit.NANOSECONDS, e);
      throw e;
    }
  }

  private Bulkhead threads(Side side) {
    Bulkhead bulkhead = threads.get(side);
    if (bulkhead == null) {
      throw new IllegalArgumentException("no side " + side);
    }
    return bulkhead;
  }

  @Override
  public void close() {
    threads.values().forEach(Bulkhead::close);
  }
}
