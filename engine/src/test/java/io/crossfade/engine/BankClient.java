package io.crossfade.engine;

import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Knows no route: writes the side it likes until that side refuses, then the other. It comes back
/// whenever its connection is lost, and notes what it was promised.
final class BankClient implements AutoCloseable {
  /// A deadlock: somebody else was let through.
  private static final String CLASH = "40";

  private static final int PATIENCE_MILLIS = 2_000;
  private static final long BREATH = 1_000_000;

  private final TwoDatabases databases;
  private final BankLedger ledger;
  private final int seed;
  private final Random random;
  private final List<Long> drafts = new ArrayList<>();
  private final AtomicInteger written = new AtomicInteger();
  private final Thread thread;
  private Side side = Side.SOURCE;
  private volatile boolean stop;
  private volatile @Nullable Throwable failure;

  /// @param seed another one for each client
  BankClient(TwoDatabases databases, BankLedger ledger, int seed) {
    this.databases = databases;
    this.ledger = ledger;
    this.seed = seed;
    this.random = new Random(seed);
    this.thread = Thread.ofPlatform().name("bank-client-" + seed).start(this::work);
  }

  /// Returns once that many more of its transactions were acknowledged.
  void awaitWritten(int more) {
    int until = written.get() + more;
    Await.that(() -> failure != null || written.get() >= until);
  }

  @Override
  public void close() {
    stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new AssertionError("a client failed", failure);
    }
  }

  private void work() {
    try {
      while (!stop) {
        try (Connection connection = connect()) {
          connection.setAutoCommit(false);
          while (!stop) {
            transactOrGiveWay(connection);
            LockSupport.parkNanos(3 * BREATH);
          }
        } catch (SQLException e) {
          side = side.other(); // its server refuses it, is away, or hangs
          LockSupport.parkNanos(5 * BREATH);
        }
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private Connection connect() throws SQLException {
    Properties settings = new Properties();
    // Who hangs takes a connection and never greets. (PostgreSQL's driver counts it in seconds.)
    settings.setProperty("connectTimeout", Integer.toString(PATIENCE_MILLIS));
    Connection connection = databases.connect(side, settings);
    connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
    return connection;
  }

  private void transactOrGiveWay(Connection connection) throws SQLException {
    try {
      transact(connection);
    } catch (SQLException e) {
      if (!String.valueOf(e.getSQLState()).startsWith(CLASH)) {
        throw e;
      }
      connection.rollback();
    }
  }

  private void transact(Connection connection) throws SQLException {
    switch (random.nextInt(4)) {
      case 0 -> draft(connection, random.nextLong(1, Long.MAX_VALUE), false);
      case 1 -> {
        if (drafts.size() > 5) {
          draft(connection, drafts.removeFirst(), true);
        }
      }
      default -> transfer(connection);
    }
  }

  private void transfer(Connection connection) throws SQLException {
    int low = 1 + random.nextInt(500);
    int high = low + 1 + random.nextInt(499);
    long amount = random.nextLong(1, 100);
    String name = "t%d-%d".formatted(seed, random.nextLong(Long.MAX_VALUE));
    execute(connection, "UPDATE accounts SET balance = balance - ? WHERE id = ?", amount, low);
    execute(connection, "UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, high);
    String insert = "INSERT INTO entries (name, account, amount) VALUES (?, ?, ?), (?, ?, ?)";
    execute(connection, insert, name, low, -amount, name, high, amount);
    List<String> rows =
        List.of("%s %d %d".formatted(name, low, -amount), "%s %d %d".formatted(name, high, amount));
    commit(connection, certain -> ledger.transferred(name, rows, certain));
  }

  /// A new one, or the change or deletion of one that it has written before.
  private void draft(Connection connection, long id, boolean there) throws SQLException {
    String note = there && random.nextBoolean() ? "" : "n" + random.nextInt(1_000_000);
    if (!there) {
      execute(connection, "INSERT INTO drafts (id, note) VALUES (?, ?)", id, note);
    } else if (note.isEmpty()) {
      execute(connection, "DELETE FROM drafts WHERE id = ?", id);
    } else {
      execute(connection, "UPDATE drafts SET note = ? WHERE id = ?", note, id);
    }
    commit(
        connection,
        certain -> {
          ledger.drafted(id, note, certain);
          if (certain && !there) {
            drafts.add(id);
          }
        });
  }

  private interface Noted {
    void note(boolean certain);
  }

  private void commit(Connection connection, Noted noted) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      noted.note(false);
      throw e;
    }
    noted.note(true);
    int _ = written.incrementAndGet();
  }

  /// Where a row is not copied yet, a fence of row triggers has nothing to refuse.
  private static void execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      if (statement.executeUpdate() == 0) {
        throw new SQLException("there is no such row here");
      }
    }
  }
}
