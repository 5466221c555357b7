package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/**
 * Many threads begin and end transactions while routes change as fast as they drain. Counted here,
 * apart from the router: once an epoch is drained, nothing runs or ever begins under an older one.
 */
class RouterStressTest {
  private static final int EPOCHS = 2_000;
  private static final int THREADS = 8;

  private final AtomicLongArray begun = new AtomicLongArray(EPOCHS + 2);
  private final AtomicLongArray running = new AtomicLongArray(EPOCHS + 2);
  private final long[] begunWhenDrained = new long[EPOCHS + 2];
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void nothingBeginsUnderAnEpochOlderThanADrainedOne() throws Exception {
    Random random = new Random(20261101);
    FixedRouteSource source = new FixedRouteSource(Route.initial("shop"));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Router router = new Router(source)) {
      List<Future<Long>> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long seed = random.nextLong();
        workers.add(threads.submit(() -> work(router, new Random(seed))));
      }
      Route route = Route.initial("shop");
      while (route.epoch() < EPOCHS) {
        route = next(route, random);
        source.set(route);
        assertThat(source.awaitDrained(route.epoch(), Duration.ofSeconds(10))).isTrue();
        checkDrained((int) route.epoch());
      }
      if (route.held()) {
        source.set(route.release());
      }
      stop.set(true);
      long transactions = 0;
      for (Future<Long> worker : workers) {
        transactions += worker.get(10, TimeUnit.SECONDS);
      }
      assertThat(transactions).isGreaterThan(EPOCHS);
    } finally {
      stop.set(true);
      threads.shutdownNow();
    }
    for (int epoch = 1; epoch < EPOCHS; epoch++) {
      assertThat(begun.get(epoch)).as("epoch %d", epoch).isEqualTo(begunWhenDrained[epoch]);
    }
  }

  private static Route next(Route route, Random random) {
    if (route.held()) {
      return random.nextBoolean() ? route.release() : route.allOn(other(route));
    }
    return random.nextInt(4) == 0 ? route.reading(Side.TARGET, random.nextInt(101)) : route.hold();
  }

  private static Side other(Route route) {
    return route.writes() == io.crossfade.model.Writes.SOURCE ? Side.TARGET : Side.SOURCE;
  }

  private void checkDrained(int epoch) {
    for (int older = Math.max(1, epoch - 3); older < epoch; older++) {
      assertThat(running.get(older)).as("in flight under epoch %d", older).isZero();
    }
    begunWhenDrained[epoch - 1] = begun.get(epoch - 1);
  }

  private long work(Router router, Random random) throws SQLException {
    long transactions = 0;
    while (!stop.get()) {
      try (RoutedTransaction transaction = router.begin(false, null)) {
        int epoch = (int) transaction.route().epoch();
        assertThat(transaction.route().held()).isFalse();
        begun.incrementAndGet(epoch);
        running.incrementAndGet(epoch);
        for (int spin = random.nextInt(20); spin > 0; spin--) {
          Thread.onSpinWait();
        }
        running.decrementAndGet(epoch);
        transactions++;
      }
    }
    return transactions;
  }
}
