package io.crossfade.e2e.gateway;

import io.crossfade.engine.Await;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Applications that write through a gateway, connect again whenever they have to, and note what
/// they were promised.
final class Bookkeepers implements AutoCloseable {
  /// They shall not be faster than a busy machine can follow.
  private static final long BETWEEN_NOTES = 10_000_000;

  private static final long BEFORE_ANOTHER_TRY = 20_000_000;

  private final String url;
  private final List<CompletableFuture<Void>> all = new ArrayList<>();
  private final Set<String> promised = ConcurrentHashMap.newKeySet();

  private final AtomicInteger failures = new AtomicInteger();

  /// Nobody has said what became of them.
  private final Set<String> inDoubt = ConcurrentHashMap.newKeySet();

  private volatile boolean over;

  Bookkeepers(String url, int many) {
    this.url = url;
    for (int i = 0; i < many; i++) {
      String name = "keeper" + i + "-";
      all.add(CompletableFuture.runAsync(() -> keep(name), Thread::startVirtualThread));
    }
  }

  Set<String> promised() {
    return promised;
  }

  Set<String> inDoubt() {
    return inDoubt;
  }

  /// Whatever was refused or broken.
  int failures() {
    return failures.get();
  }

  /// Waits until they have been promised some more.
  void awaitMore() {
    int before = promised.size();
    Await.that(() -> promised.size() > before + 20);
  }

  private void keep(String name) {
    int number = 0;
    while (!over) {
      try (Connection connection = DriverManager.getConnection(url, GatewayMain.USER, "");
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO notes (name) VALUES (?)")) {
        while (!over) {
          number++;
          write(insert, name + number);
          LockSupport.parkNanos(BETWEEN_NOTES);
        }
      } catch (SQLException e) {
        failures.incrementAndGet();
        // The gateway is gone, or was for a moment: as applications do, not at once again.
        LockSupport.parkNanos(BEFORE_ANOTHER_TRY);
      }
    }
  }

  private void write(PreparedStatement insert, String note) throws SQLException {
    inDoubt.add(note);
    insert.setString(1, note);
    insert.executeUpdate();
    promised.add(note);
    inDoubt.remove(note);
  }

  /// They end what they do.
  @Override
  public void close() throws Exception {
    over = true;
    for (CompletableFuture<Void> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
  }
}
