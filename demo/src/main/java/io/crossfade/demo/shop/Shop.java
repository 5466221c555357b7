package io.crossfade.demo.shop;

import io.crossfade.demo.vendor.Vendor;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Builds the sample shop in an empty database.
public final class Shop {
  private static final int CONNECTIONS = 2;
  private static final List<String> NUMBERED =
      List.of("customers", "products", "orders", "payments", "events", "reviews", "carts");

  private final String url;
  private final Size size;
  private final Vendor vendor;

  public Shop(String url, Size size) {
    this.url = url;
    this.size = size;
    this.vendor = Vendor.of(url);
  }

  /// Tables, then data, then keys and indexes: the server makes the data itself, so that nothing is
  /// sent.
  public void build() throws SQLException {
    inOrder(script("schema.sql"));
    sideBySide(script("data.sql"));
    sideBySide(script("keys.sql"));
    inOrder(script("foreign-keys.sql"));
    Map<String, Integer> last = size.rows();
    last.keySet().retainAll(NUMBERED);
    inOrder(vendor.afterBuilding(last));
  }

  private List<String> script(String name) {
    return Script.read(vendor.scripts() + name, size.rows()).statements();
  }

  private void inOrder(List<String> statements) throws SQLException {
    work(new ConcurrentLinkedQueue<>(statements));
  }

  private void sideBySide(List<String> statements) throws SQLException {
    Queue<String> queue = new ConcurrentLinkedQueue<>(statements);
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        all.add(
            threads.submit(() -> {
              work(queue);
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new SQLException("Cannot build the shop: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while building the shop", e);
    }
  }

  private void work(Queue<String> queue) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String setting : vendor.beforeBuilding()) {
        statement.execute(setting);
      }
      for (String sql = queue.poll(); sql != null; sql = queue.poll()) {
        statement.execute(sql);
      }
    }
  }
}
