package io.crossfade.bench.scale;

import io.crossfade.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// Clients that change one row after the other, so many a second.
///
/// @param source where the tables are
record Changes(EmbeddedPostgres source, Amount amount) {
  private static final int CLIENTS = 8;

  /// Returns how many rows were changed.
  long make(int seconds) throws Exception {
    if (amount.rate() == 0 || seconds == 0) {
      return 0;
    }
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> running = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int first = client;
        running.add(clients.submit(() -> change(first, end)));
      }
      long changes = 0;
      for (Future<Long> one : running) {
        changes += one.get();
      }
      return changes;
    }
  }

  private long change(int first, long end) throws SQLException {
    long gap = 1_000_000_000L * CLIENTS / amount.rate();
    try (Connection connection = DriverManager.getConnection(source.jdbcUrl("postgres"));
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE " + amount.table(1) + " SET n = n + 1 WHERE id = ?")) {
      long due = System.nanoTime();
      long changes = 0;
      while (due < end) {
        LockSupport.parkNanos(due - System.nanoTime());
        update.setLong(1, 1 + (first + changes * CLIENTS) % amount.rowsOfTable());
        changes += update.executeUpdate();
        due += gap;
      }
      return changes;
    }
  }
}
