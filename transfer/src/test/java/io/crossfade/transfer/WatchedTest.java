package io.crossfade.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchedTest {
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void waitsInTheTimeThatItIsGiven() throws Exception {
    Hurried time = new Hurried();
    AtomicInteger looks = new AtomicInteger();

    boolean came = new Watched(time).await(() -> looks.incrementAndGet() > 1_000, LONG);

    assertThat(came).isFalse();
    assertThat(time.now).isEqualTo(LONG.toNanos());
    assertThat(looks.get()).as("a wait that ends early is begun again").isEqualTo(5);
  }

  @Test
  void whoWaitsIsWokenByAChange() throws Exception {
    Watched watched = new Watched(Timing.REAL);
    AtomicBoolean open = new AtomicBoolean();
    CountDownLatch waits = new CountDownLatch(2);
    FutureTask<Boolean> patient =
        new FutureTask<>(() -> watched.await(() -> isOpen(open, waits), LONG));
    FutureTask<Boolean> unlimited =
        new FutureTask<>(() -> {
          watched.await(() -> isOpen(open, waits));
          return true;
        });
    new Thread(patient).start();
    new Thread(unlimited).start();
    waits.await();

    watched.change(() -> open.set(true));

    assertThat(patient.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(unlimited.get(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Looked at under the lock, so a change comes after the first look, or is seen by it. */
  private static boolean isOpen(AtomicBoolean open, CountDownLatch waits) {
    waits.countDown();
    return open.get();
  }

  /** Each wait takes a quarter of an hour, and no time. */
  private static final class Hurried implements Timing {
    private long now;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void pause(Duration duration) {
      now += duration.toNanos();
    }

    @Override
    public void await(Lock lock, Condition signal, long nanos) {
      now += Duration.ofMinutes(15).toNanos();
    }
  }
}
