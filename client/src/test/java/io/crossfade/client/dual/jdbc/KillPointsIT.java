package io.crossfade.client.dual.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.dual.DualWriter;
import io.crossfade.model.Side;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * A process with an outbox ends at any word that it says to a database, in 200 seeds; half of them
 * lose an answer. The next process takes up what it has left.
 */
class KillPointsIT {
  private static final int SEEDS = 200;
  private static final String NOTES = "SELECT id, said FROM note ORDER BY id";

  @Test
  void withAnOutboxNothingIsLost() throws Exception {
    int different = 0;
    int forgotten = 0;
    try (TwoDatabases both = new TwoDatabases()) {
      both.routes.mirroredFrom(Side.SOURCE);
      for (int seed = 0; seed < SEEDS; seed++) {
        runUntilKilled(both, new SplittableRandom(seed));
        different += both.rows(Side.SOURCE, NOTES).equals(both.rows(Side.TARGET, NOTES)) ? 0 : 1;
        both.timePasses();
        try (DualWriter next = writer(both, both.source, both.target)) {
          forgotten += next.pending() == 0 ? 1 : 0;
          assertThat(next.awaitSettled(Duration.ofSeconds(20))).as("seed %d", seed).isTrue();
        }
        assertThat(both.rows(Side.TARGET, NOTES))
            .as("seed %d", seed)
            .isEqualTo(both.rows(Side.SOURCE, NOTES));
      }
    }
    assertThat(different).as("kills that left the sides different").isGreaterThan(30);
    assertThat(forgotten).as("kills that left nothing to do").isBetween(1, SEEDS - different);
  }

  private static DualWriter writer(TwoDatabases both, DataSource source, DataSource target) {
    return DualWriter.with(both.routes.router)
        .store(
            "note",
            new RowStore(both.items, Side.SOURCE, "note", source, TwoDatabases.NOTE),
            new RowStore(both.items, Side.TARGET, "note", target, TwoDatabases.NOTE))
        .outbox(new Outbox(both.items, source, target))
        .mirrorsOn(Runnable::run)
        .drainEvery(null)
        .start();
  }

  private static void runUntilKilled(TwoDatabases both, SplittableRandom random)
      throws SQLException {
    MortalDataSource.Life life =
        new MortalDataSource.Life(random.nextInt(45), random.nextBoolean());
    DataSource source = new MortalDataSource(both.source, life);
    DataSource target = new MortalDataSource(both.target, life);
    DualWriter writer = writer(both, source, target);
    DualTransactions transactions = new DualTransactions(writer, both.items, source, target);
    try {
      for (int write = 0; write < 100; write++) {
        try (DualTransaction transaction = transactions.begin()) {
          for (int key : Stream.of(random.nextInt(3), 3 + random.nextInt(3)).toList()) {
            String sql =
                random.nextInt(4) == 0
                    ? "DELETE FROM note WHERE id = ? AND said <> ?"
                    : "INSERT INTO note VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET said = EXCLUDED.said";
            try (PreparedStatement statement = transaction.connection().prepareStatement(sql)) {
              statement.setInt(1, key);
              statement.setString(2, "v" + random.nextInt());
              statement.executeUpdate();
            }
            transaction.touched("note", String.valueOf(key));
          }
          transaction.commit();
        }
      }
      throw new IllegalStateException("it has outlived its words");
    } catch (MortalDataSource.Killed end) {
      // What it had open is rolled back as its connections go back to the pool.
    }
  }
}
