package io.crossfade.demo.shop;

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

  public Shop(String url, Size size) {
    this.url = url;
    this.size = size;
  }

  /// Tables, then data, then keys and indexes: the server makes the data itself, so that nothing is
  /// sent.
  public void build() throws SQLException {
    Map<String, Integer> rows = size.rows();
    inOrder(Script.read("schema.sql", rows).statements());
    sideBySide(Script.read("data.sql", rows).statements());
    sideBySide(Script.read("keys.sql", rows).statements());
    List<String> last = new ArrayList<>(List.of("ANALYZE"));
    last.addAll(Script.read("foreign-keys.sql", rows).statements());
    for (String table : NUMBERED) {
      last.add(
          "SELECT setval(pg_get_serial_sequence('%s', 'id'), %d)"
              .formatted(table, rows.get(table)));
    }
    inOrder(last);
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
      // Sorting for the indexes and checking the foreign keys is most of the work.
      statement.execute("SET maintenance_work_mem = '256MB'");
      statement.execute("SET max_parallel_maintenance_workers = 0");
      for (String sql = queue.poll(); sql != null; sql = queue.poll()) {
        statement.execute(sql);
      }
    }
  }
}
