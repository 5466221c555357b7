package io.crossfade.engine.metrics;

import io.crossfade.engine.LiveMigration;
import io.crossfade.engine.Status;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Series of what a real migration between two real servers measures, sampled every two seconds, as
/// they lie under `src/test/resources`. Made by `main`, with the number of samples and a directory:
/// `quiet` is a steady 100 inserts a second; `noisy` are bursts of up to 5000 rows, pauses of
/// seconds, and slow transactions, on a machine on which others build.
final class RecordedSeries {
  private static final long EVERY = 2_000_000_000L;

  private RecordedSeries() {}

  /// The samples of one column: lag_ms, changes_per_second or transaction_ms.
  static double[] read(String name, String column) {
    try {
      List<String> lines = Files.readAllLines(Path.of("src/test/resources/series", name + ".csv"));
      int at = List.of(lines.getFirst().split(",")).indexOf(column);
      return lines.stream()
          .skip(1)
          .mapToDouble(line -> Double.parseDouble(line.split(",")[at]))
          .toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] arguments) throws Exception {
    int samples = Integer.parseInt(arguments[0]);
    Path directory = Files.createDirectories(Path.of(arguments[1]));
    for (boolean noisy : List.of(false, true)) {
      String name = noisy ? "noisy" : "quiet";
      Path store = Files.createTempDirectory("series");
      try (LiveMigration live =
          LiveMigration.readyToSwitch(new TwoDatabases(), "series_" + name, "10s", store)) {
        Load load = new Load(live.databases, noisy);
        Thread writer = Thread.ofPlatform().daemon().start(load);
        Files.write(directory.resolve(name + ".csv"), recorded(live, load, samples));
        writer.interrupt();
        writer.join();
      }
    }
    System.exit(0);
  }

  private static List<String> recorded(LiveMigration live, Load load, int samples) {
    List<String> lines = new ArrayList<>(List.of("lag_ms,changes_per_second,transaction_ms"));
    long changes = live.migration().status().follow().changesApplied();
    for (int i = 0; i < samples; i++) {
      LockSupport.parkNanos(EVERY);
      Status.Following follow = live.migration().status().follow();
      lines.add(
          String.format(
              Locale.ROOT,
              "%s,%.1f,%.3f",
              follow.lagMillis() == null ? 0 : follow.lagMillis(),
              (follow.changesApplied() - changes) / 2.0,
              load.meanMillis()));
      changes = follow.changesApplied();
    }
    return lines;
  }

  /// An application on the source.
  private static final class Load implements Runnable {
    private final TwoDatabases databases;
    private final boolean noisy;
    private final SplittableRandom random = new SplittableRandom(7);
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();

    Load(TwoDatabases databases, boolean noisy) {
      this.databases = databases;
      this.noisy = noisy;
    }

    @Override
    public void run() {
      try (Connection connection = databases.connect(Side.SOURCE);
          Statement statement = connection.createStatement()) {
        while (!Thread.currentThread().isInterrupted()) {
          long since = System.nanoTime();
          statement.execute(sql());
          nanos.addAndGet(System.nanoTime() - since);
          ended.incrementAndGet();
          LockSupport.parkNanos(noisy && random.nextInt(400) == 0 ? 4 * EVERY / 2 : 10_000_000);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private String sql() {
      int rows = noisy && random.nextInt(100) == 0 ? random.nextInt(5_000) : 1;
      String insert =
          "INSERT INTO notes (name) SELECT 'n' || n FROM generate_series(1, " + rows + ") n";
      return noisy && random.nextInt(200) == 0 ? insert + "; SELECT pg_sleep(0.3)" : insert;
    }

    double meanMillis() {
      long count = Math.max(1, ended.getAndSet(0));
      return nanos.getAndSet(0) / 1e6 / count;
    }
  }
}
