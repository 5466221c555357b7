package io.crossfade.engine;

import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A client that writes one side all the time, comes back whenever its connection is lost, and
/// takes no interest in what it was promised by a server that is gone.
final class PatientWriter implements AutoCloseable {
  private static final long BREATH = 5_000_000;

  private final TwoDatabases databases;
  private final Side side;
  private final Random random = new Random(7);
  private final Thread thread = new Thread(this::write, "patient-writer");
  private final AtomicInteger written = new AtomicInteger();
  private volatile boolean stop;

  PatientWriter(TwoDatabases databases, Side side) {
    this.databases = databases;
    this.side = side;
    thread.start();
  }

  /// Returns once it has written that many rows more.
  void awaitWritten(int more) {
    int until = written.get() + more;
    Await.that(() -> written.get() >= until);
  }

  private void write() {
    while (!stop) {
      try (Connection connection = databases.connect(side);
          Statement statement = connection.createStatement()) {
        while (!stop) {
          statement.execute(statement());
          int _ = written.incrementAndGet();
          LockSupport.parkNanos(BREATH);
        }
      } catch (SQLException e) {
        LockSupport.parkNanos(BREATH); // its server is away, or refuses it for the moment
      }
    }
  }

  private String statement() {
    int id = random.nextInt(2_500) + 1;
    return switch (random.nextInt(4)) {
      case 0 -> "DELETE FROM notes WHERE id = " + id;
      case 1 -> "UPDATE notes SET name = name || '+' WHERE id = " + id;
      case 2 ->
          "INSERT INTO notes VALUES (%d, 'again') ON CONFLICT (id) DO UPDATE SET name = 'back'"
              .formatted(id);
      default -> "INSERT INTO notes (name) VALUES ('w%d')".formatted(random.nextInt());
    };
  }

  @Override
  public void close() {
    stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
