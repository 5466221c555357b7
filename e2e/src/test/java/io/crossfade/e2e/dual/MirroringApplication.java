package io.crossfade.e2e.dual;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.ControlPlane;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.Router;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.jdbc.DualTransaction;
import io.crossfade.client.dual.jdbc.DualTransactions;
import io.crossfade.client.dual.jdbc.JdbcItems;
import io.crossfade.client.dual.jdbc.Outbox;
import io.crossfade.client.dual.jdbc.RowStore;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Key;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// An application that inserts, changes and deletes notes all the time, through the client. It must
/// never be refused, and remembers what was acknowledged to it.
final class MirroringApplication implements AutoCloseable {
  private static final String STORE = "public.notes";

  private final Router router;
  private final HikariDataSource source;
  private final HikariDataSource target;
  private final DualWriter writer;
  private final DualTransactions transactions;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong acknowledged = new AtomicLong();

  /// What each note of ours is called; empty where it was deleted.
  private final Map<Long, String> expected = new ConcurrentHashMap<>();

  private volatile boolean stop;
  private volatile @Nullable Throwable failure;

  MirroringApplication(String migration, Path routes, TwoDatabases databases) {
    this(migration, routes, databases, "postgres");
  }

  /// @param role as whom it comes, on both sides
  MirroringApplication(String migration, Path routes, TwoDatabases databases, String role) {
    this.router = new Router(HttpRouteSource.open(ControlPlane.in(routes)));
    this.source = pool(databases.url(Side.SOURCE), role);
    this.target = pool(databases.url(Side.TARGET), role);
    JdbcItems items = new JdbcItems(migration);
    TableName notes = new TableName("public", "notes");
    this.writer =
        DualWriter.with(router)
            .store(
                STORE,
                new RowStore(items, Side.SOURCE, STORE, source, notes),
                new RowStore(items, Side.TARGET, STORE, target, notes))
            .outbox(new Outbox(items, source, target))
            .drainEvery(Duration.ofMillis(100))
            .start();
    this.transactions = new DualTransactions(writer, items, source, target);
  }

  private static HikariDataSource pool(String url, String role) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url.replace("user=postgres", "user=" + role));
    pool.setUsername(role);
    pool.setMaximumPoolSize(8);
    pool.setInitializationFailTimeout(-1);
    return pool;
  }

  MirroringApplication start(int clients) {
    for (int i = 0; i < clients; i++) {
      Random random = new Random(i);
      Thread thread = new Thread(() -> write(random), "mirroring-" + i);
      threads.add(thread);
      thread.start();
    }
    return this;
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /// The names that every note of ours must have, on both sides.
  List<String> expected() {
    return expected.values().stream().filter(name -> !name.isEmpty()).sorted().toList();
  }

  private void write(Random random) {
    List<Long> mine = new ArrayList<>();
    try {
      for (int i = 0; !stop; i++) {
        if (mine.size() < 5) {
          mine.add(insert());
        }
        long id = mine.get(random.nextInt(mine.size()));
        boolean ends = random.nextInt(4) == 0;
        change(id, ends ? "" : "%d changed %d".formatted(id, i));
        if (ends) {
          mine.remove(id);
        }
      }
    } catch (SQLException | RuntimeException e) {
      failure = e;
    }
  }

  private long insert() throws SQLException {
    try (DualTransaction transaction = transactions.begin();
        PreparedStatement insert =
            transaction
                .connection()
                .prepareStatement("INSERT INTO notes (name) VALUES ('ours') RETURNING id");
        ResultSet row = insert.executeQuery()) {
      row.next();
      long id = row.getLong(1);
      committed(transaction, id, "ours");
      return id;
    }
  }

  private void change(long id, String name) throws SQLException {
    String sql =
        name.isEmpty()
            ? "DELETE FROM notes WHERE name <> ? AND id = ?"
            : "UPDATE notes SET name = ? WHERE id = ?";
    try (DualTransaction transaction = transactions.begin();
        PreparedStatement change = transaction.connection().prepareStatement(sql)) {
      change.setString(1, name);
      change.setLong(2, id);
      if (change.executeUpdate() != 1) {
        throw new IllegalStateException(
            "note %d is not on the %s".formatted(id, transaction.side()));
      }
      committed(transaction, id, name);
    }
  }

  private void committed(DualTransaction transaction, long id, String name) throws SQLException {
    transaction.touched(STORE, Key.of(Long.toString(id)).text());
    transaction.commit();
    expected.put(id, name);
    acknowledged.incrementAndGet();
  }

  /// Ends the clients; what they have written is still mirrored.
  void rest() throws InterruptedException {
    stop = true;
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure != null) {
      throw new AssertionError("the application failed", failure);
    }
  }

  @Override
  public void close() throws Exception {
    rest();
    writer.close();
    router.close();
    source.close();
    target.close();
  }
}
