package io.crossfade.adapters;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Applications that write a number each, again and again, each number once.
final class Writers implements AutoCloseable {
  private static final int SOME = 60;

  private final Bench bench;
  private final AtomicLong next = new AtomicLong();
  private final Queue<Long> written = new ConcurrentLinkedQueue<>();
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  Writers(Bench bench, int count) {
    this.bench = bench;
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().start(this::write));
    }
  }

  private void write() {
    Connection connection = null;
    while (!closed) {
      long note = next.incrementAndGet();
      try {
        if (connection == null) {
          connection = bench.connect();
          connection.setAutoCommit(false);
        }
        TwoDatabases.run(connection, "INSERT INTO notes VALUES (" + note + ")");
        TwoDatabases.side(connection);
        connection.commit();
        written.add(note);
      } catch (SQLException e) {
        errors.add(e.getSQLState());
        close(connection);
        connection = null;
      }
    }
    close(connection);
  }

  private static void close(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits until everybody could have written some more.
  void awaitSome() throws Exception {
    int before = written.size();
    Await.until("they write", () -> written.size() >= before + SOME);
  }

  List<Long> written() {
    return List.copyOf(written);
  }

  List<String> errors() {
    return List.copyOf(errors);
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
