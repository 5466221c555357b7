package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Eight writers go on while all traffic moves there and back: none of their transactions fails. */
class HoldUnderLoadIT {
  private static final int THREADS = 8;
  private static final int SWITCHES = 20;

  private final AtomicLong nextId = new AtomicLong();
  private volatile boolean stop;

  @Test
  void noTransactionFailsAndNoneRunsOnADrainedSide() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (TwoSides sides = new TwoSides()) {
      List<Future<Long>> writers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        boolean autoCommit = i % 2 == 0;
        writers.add(threads.submit(() -> write(sides.dataSource, autoCommit)));
      }
      for (int i = 0; i < SWITCHES; i++) {
        awaitMoreThan(nextId.get() + 50);
        switchOver(sides);
      }
      stop = true;
      long acknowledged = 0;
      for (Future<Long> writer : writers) {
        acknowledged += writer.get(20, TimeUnit.SECONDS);
      }
      assertThat(sides.count(Side.SOURCE) + sides.count(Side.TARGET)).isEqualTo(acknowledged);
      assertThat(sides.holds.count()).isPositive();
      assertThat(sides.holds.failed()).isZero();
      assertThat(sides.routes.reported().inFlight()).isZero();
    } finally {
      stop = true;
      threads.shutdownNow();
    }
  }

  private static void switchOver(TwoSides sides) throws Exception {
    Side old = sides.router.route().writes() == Writes.SOURCE ? Side.SOURCE : Side.TARGET;
    Route held = sides.router.route().hold();
    sides.routes.set(held);
    assertThat(sides.routes.awaitDrained(held.epoch(), TwoSides.SOON)).isTrue();
    long drained = sides.count(old);
    sides.follow(held.allOn(old.other()));
    assertThat(sides.count(old)).as("rows on the side that was left").isEqualTo(drained);
  }

  /** One connection and one statement for all transactions, as a careless application has them. */
  private long write(CrossfadeDataSource dataSource, boolean autoCommit) throws SQLException {
    long acknowledged = 0;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO note VALUES (?, ?)")) {
      connection.setAutoCommit(autoCommit);
      insert.setString(2, "under load");
      while (!stop) {
        insert.setLong(1, nextId.incrementAndGet());
        acknowledged += insert.executeUpdate();
        if (!autoCommit) {
          insert.setLong(1, nextId.incrementAndGet());
          acknowledged += insert.executeUpdate();
          connection.commit();
        }
      }
    }
    return acknowledged;
  }

  private void awaitMoreThan(long ids) {
    long deadline = System.nanoTime() + TwoSides.SOON.toNanos();
    while (nextId.get() < ids) {
      assertThat(System.nanoTime()).as("progress").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
