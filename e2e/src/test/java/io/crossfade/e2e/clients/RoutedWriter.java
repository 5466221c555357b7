package io.crossfade.e2e.clients;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.CrossfadeDataSource;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.Router;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A client that writes through a router all the time. It must never be refused, whatever happens
/// to others.
final class RoutedWriter implements AutoCloseable {
  private final Router router;
  private final CrossfadeDataSource notes;
  private final Thread thread = new Thread(this::write, "routed-writer");
  private final List<String> acknowledged = new CopyOnWriteArrayList<>();
  private volatile boolean stop;
  private volatile @Nullable Throwable failure;

  RoutedWriter(Path routes, TwoDatabases databases) {
    this.router = new Router(HttpRouteSource.open(ControlPlane.in(routes)));
    this.notes =
        new CrossfadeDataSource(
            router,
            ObedientClient.database(databases.url(Side.SOURCE)),
            ObedientClient.database(databases.url(Side.TARGET)));
  }

  RoutedWriter start() {
    thread.start();
    return this;
  }

  /// The names of all rows whose COMMIT was acknowledged.
  List<String> acknowledged() {
    return acknowledged;
  }

  private void write() {
    try {
      for (int i = 0; !stop; i++) {
        String name = "routed" + i;
        try (Connection connection = notes.getConnection();
            Statement statement = connection.createStatement()) {
          boolean _ = statement.execute("INSERT INTO notes (name) VALUES ('" + name + "')");
        }
        acknowledged.add(name);
      }
    } catch (SQLException | RuntimeException e) {
      failure = e;
    }
  }

  @Override
  public void close() {
    stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    router.close();
    if (failure != null) {
      throw new AssertionError("the writer failed", failure);
    }
  }
}
