package io.crossfade.demo.sample;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Sells, and keeps the books of the shops: a transaction over several tables at a time, in SQL
/// that both servers understand. Knows no route: where a side refuses, the other one is written.
final class Clerk implements AutoCloseable {
  private static final String REFUSED = "25006";
  private static final List<String> BOOKKEEPING =
      List.of(
          "UPDATE customer SET num_cars_owned = num_cars_owned + 1, birthdate = birthdate WHERE"
              + " customer_id % 97 = ?",
          "UPDATE product SET low_fat = NOT low_fat, gross_weight = gross_weight / 3 + 1 WHERE"
              + " product_id % 89 = ?",
          "UPDATE employee SET salary = salary + 0.0001, end_date = hire_date WHERE employee_id %"
              + " 83 = ?",
          "DELETE FROM inventory_fact_1997 WHERE product_id % 400 = ?",
          "UPDATE currency SET conversion_ratio = conversion_ratio * 1.01 WHERE currency_id = ?",
          "UPDATE store SET coffee_bar = NOT coffee_bar, store_manager = concat(store_city, ' é ',"
              + " store_id) WHERE store_id = ?",
          "INSERT INTO expense_fact (store_id, account_id, exp_date, time_id, category_id,"
              + " currency_id, amount) SELECT store_id, account_id, exp_date, time_id, category_id,"
              + " currency_id, amount / 2 FROM expense_fact WHERE row_id = ?",
          "DELETE FROM salary WHERE row_id = ?");

  private final Connection[] sides;
  private final int number;
  private final List<String> sold = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean stop;
  private volatile @Nullable Throwable failure;

  Clerk(String source, String target, int number) throws SQLException {
    this.sides =
        new Connection[] {DriverManager.getConnection(source), DriverManager.getConnection(target)};
    this.number = number;
    this.thread = new Thread(this::work, "clerk-" + number);
  }

  Clerk start() {
    thread.start();
    return this;
  }

  /// The sales whose commits were acknowledged, by their numbers.
  List<String> sold() {
    return List.copyOf(sold);
  }

  void awaitMore(int sales) throws InterruptedException {
    int wanted = sold.size() + sales;
    while (sold.size() < wanted && thread.isAlive()) {
      thread.join(10);
    }
  }

  private void work() {
    try {
      int side = 0;
      for (int i = 1; !stop; i++) {
        int sale = number * 1_000_000 + i;
        try {
          sell(sides[side], sale);
          sold.add(Integer.toString(sale));
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        } catch (SQLException e) {
          if (!REFUSED.equals(e.getSQLState())) {
            throw e;
          }
          sides[side].rollback();
          side = 1 - side;
          i--;
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
      }
    } catch (SQLException | RuntimeException e) {
      failure = e;
    }
  }

  /// Each clerk keeps books of its own, so that they do not wait for one another.
  private void sell(Connection connection, int sale) throws SQLException {
    connection.setAutoCommit(false);
    run(
        connection,
        "INSERT INTO sales_fact_1997 (product_id, time_id, customer_id, promotion_id, store_id,"
            + " store_sales, store_cost, unit_sales) VALUES (7, ?, 3, 0, 2, 8.5500, 2.9925,"
            + " 3.0000)",
        sale);
    int books = sale % BOOKKEEPING.size();
    if (books % 2 == number - 1) {
      run(connection, BOOKKEEPING.get(books), 1 + sale / 2 % 80);
    }
    connection.commit();
  }

  private static void run(Connection connection, String sql, int parameter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, parameter);
      statement.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Connection side : sides) {
      side.close();
    }
    if (failure != null) {
      throw new AssertionError("the clerk failed", failure);
    }
  }
}
