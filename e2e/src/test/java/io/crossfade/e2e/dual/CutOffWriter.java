package io.crossfade.e2e.dual;

import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Writes the source, as it always has: it hears nothing of routes, and nobody hears of it. It ends
/// when the database refuses it.
final class CutOffWriter implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private final TwoDatabases databases;
  private final Thread thread = new Thread(this::write, "cut-off");
  private final List<String> acknowledged = new ArrayList<>();
  private volatile @Nullable SQLException refusal;
  private volatile boolean stop;

  CutOffWriter(TwoDatabases databases) {
    this.databases = databases;
    thread.start();
  }

  private void write() {
    try (Connection connection = databases.connect(Side.SOURCE);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO notes (name) VALUES (?)")) {
      for (int i = 0; !stop; i++) {
        String name = "cut off %08d".formatted(i);
        LockSupport.parkNanos(BETWEEN.toNanos()); // more than can be mirrored would never arrive
        insert.setString(1, name);
        insert.executeUpdate();
        synchronized (acknowledged) {
          acknowledged.add(name);
        }
      }
    } catch (SQLException e) {
      refusal = e;
    }
  }

  /// What it was told to have written, once it was refused.
  List<String> awaitRefused() throws InterruptedException {
    thread.join();
    SQLException why = refusal;
    if (why == null || !"25006".equals(why.getSQLState())) {
      throw new IllegalStateException("it was not refused", why);
    }
    synchronized (acknowledged) {
      return List.copyOf(acknowledged);
    }
  }

  int count() {
    synchronized (acknowledged) {
      return acknowledged.size();
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop = true;
    thread.join();
  }
}
