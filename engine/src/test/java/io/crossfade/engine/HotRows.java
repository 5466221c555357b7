package io.crossfade.engine;

import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Clients that change the same few rows of the source all the time: update and delete them, insert
/// them again, give one the key of another. Those rows lie among others that they never touch.
final class HotRows implements AutoCloseable {
  /// Of so many rows one is hot: that with a key which is divided by this.
  static final int ONE_OF = 50;

  private static final int HOT = 40;
  private static final int WRITERS = 3;

  /// A key that another has taken meanwhile.
  private static final String TAKEN = "23505";

  /// The stream and the comparison need the processor too.
  private static final long BREATH = 500_000;

  private final TwoDatabases databases;
  private final List<String> tables;
  private final List<Thread> threads;
  private final AtomicLong written = new AtomicLong();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private volatile boolean stop;

  /// @param tables of the source, with a key `id` and a text `name`
  HotRows(TwoDatabases databases, String... tables) {
    this.databases = databases;
    this.tables = List.of(tables);
    this.threads =
        IntStream.range(0, WRITERS)
            .mapToObj(i -> new Thread(() -> write(new Random(i)), "hot-rows-" + i))
            .toList();
  }

  HotRows start() {
    threads.forEach(Thread::start);
    return this;
  }

  /// How many rows were written so far.
  long written() {
    return written.get();
  }

  /// Returns once all writers have ended.
  @Override
  public void close() throws InterruptedException {
    stop = true;
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("a writer failed", failures.getFirst());
    }
  }

  private void write(Random random) {
    try (Connection connection = databases.connect(Side.SOURCE);
        Statement statement = connection.createStatement()) {
      while (!stop) {
        String table = tables.get(random.nextInt(tables.size()));
        try {
          written.addAndGet(statement.executeUpdate(change(table, random)));
        } catch (SQLException e) {
          if (!TAKEN.equals(e.getSQLState())) {
            throw e;
          }
        }
        LockSupport.parkNanos(BREATH);
      }
    } catch (SQLException | RuntimeException e) {
      failures.add(e);
    }
  }

  private static String change(String table, Random random) {
    int key = ONE_OF * (1 + random.nextInt(HOT));
    int other = ONE_OF * (1 + random.nextInt(HOT));
    // Of two: so that a row is often again what it was, which must not look as if it stood still.
    String name = random.nextBoolean() ? "open" : "shut";
    return switch (random.nextInt(6)) {
      case 0 -> "DELETE FROM %s WHERE id = %d".formatted(table, key);
      case 1, 2 ->
          "INSERT INTO %s (id, name) VALUES (%d, '%s') ON CONFLICT (id) DO UPDATE SET name = excluded.name"
              .formatted(table, key, name);
      case 3 -> "UPDATE %s SET id = %d WHERE id = %d".formatted(table, other, key);
      default -> "UPDATE %s SET name = '%s' WHERE id = %d".formatted(table, name, key);
    };
  }
}
