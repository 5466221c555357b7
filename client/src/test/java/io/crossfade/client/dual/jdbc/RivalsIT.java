package io.crossfade.client.dual.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.ItemStore;
import io.crossfade.client.dual.Routes;
import io.crossfade.client.dual.Versioned;
import io.crossfade.model.Side;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Processes that write the same rows at the same time, each with a router, a writer and late
 * mirrors of its own. Each row is a race of its own: nothing later mends what it has left.
 */
class RivalsIT {
  private static final int RIVALS = 4;
  private static final int ROUNDS = 24;
  private static final String NOTES = "SELECT id, said FROM note ORDER BY id";

  @Test
  void twoWritersOfOneKeyLeaveBothSidesAlike() throws Exception {
    try (TwoDatabases both = new TwoDatabases()) {
      CyclicBarrier together = new CyclicBarrier(RIVALS);
      ExecutorService threads = Executors.newFixedThreadPool(RIVALS);
      List<Future<?>> ends = new ArrayList<>();
      for (int rival = 0; rival < RIVALS; rival++) {
        int number = rival;
        ends.add(
            threads.submit(() -> {
              race(both, number, together);
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get(60, TimeUnit.SECONDS);
      }
      threads.shutdownNow();
      assertThat(both.rows(Side.TARGET, NOTES)).isEqualTo(both.rows(Side.SOURCE, NOTES));
      assertThat(
              both.rows(
                  Side.TARGET, "SELECT count(*) FROM crossfade.item WHERE version <> settled"))
          .containsExactly("0");
    }
  }

  private static void race(TwoDatabases both, int rival, CyclicBarrier together) throws Exception {
    SplittableRandom random = new SplittableRandom(rival);
    try (Routes routes = new Routes().mirroredFrom(Side.SOURCE);
        DualWriter writer =
            DualWriter.with(routes.router)
                .store("note", both.notes(Side.SOURCE), slow(both.notes(Side.TARGET), rival))
                .outbox(both.outbox())
                .drainEvery(null)
                .start()) {
      DualTransactions transactions =
          new DualTransactions(writer, both.items, both.source, both.target);
      for (int round = 0; round < ROUNDS; round++) {
        together.await(30, TimeUnit.SECONDS);
        long id = round / 2;
        try (DualTransaction transaction = transactions.begin()) {
          String sql =
              random.nextInt(4) == 0
                  ? "DELETE FROM note WHERE id = ? AND said <> ?"
                  : "INSERT INTO note VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET said = EXCLUDED.said";
          try (PreparedStatement write = transaction.connection().prepareStatement(sql)) {
            write.setLong(1, id);
            write.setString(2, rival + " in round " + round);
            write.executeUpdate();
          }
          transaction.touched("note", String.valueOf(id));
          transaction.commit();
        }
      }
      assertThat(writer.awaitSettled(Duration.ofSeconds(30))).isTrue();
    }
  }

  /** Every second mirror waits, having read, until it is outdated. */
  private static ItemStore<Map<String, @Nullable String>> slow(RowStore store, int rival) {
    SplittableRandom random = new SplittableRandom(~rival);
    return new ItemStore<>() {
      @Override
      public Versioned<Map<String, @Nullable String>> read(String key) throws Exception {
        return store.read(key);
      }

      @Override
      public boolean put(String key, Versioned<Map<String, @Nullable String>> state)
          throws Exception {
        boolean waits;
        synchronized (random) {
          waits = random.nextBoolean();
        }
        long patience = System.nanoTime() + 10_000_000;
        while (waits && read(key).version() <= state.version() && System.nanoTime() < patience) {
          LockSupport.parkNanos(1_000_000);
        }
        return store.put(key, state);
      }
    };
  }
}
