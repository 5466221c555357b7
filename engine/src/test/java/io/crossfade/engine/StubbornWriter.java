package io.crossfade.engine;

import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A client that knows no route: it writes the side it likes until that side refuses, then the
/// other. What it was promised by a COMMIT it remembers.
public final class StubbornWriter implements AutoCloseable {
  private static final String REFUSED = "25006";

  /// While both sides refuse, others need the processor too.
  private static final long BREATH = 1_000_000;

  private final TwoDatabases databases;
  private final String[] inserts;
  private final Thread thread = new Thread(this::write, "stubborn-writer");
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Random random;
  private boolean gentle;
  private volatile boolean stop;
  private volatile @Nullable Throwable failure;

  /// @param inserts one statement for each side, with one parameter: a name that nobody else uses
  public StubbornWriter(TwoDatabases databases, long seed, String... inserts) {
    this.databases = databases;
    this.random = new Random(seed);
    this.inserts = inserts;
  }

  /// With a breath after each row: on some servers a commit costs so little that no stream of
  /// single rows could follow on the same processors.
  StubbornWriter gently() {
    gentle = true;
    return this;
  }

  public StubbornWriter start() {
    thread.start();
    return this;
  }

  /// The names of all rows whose COMMIT was acknowledged.
  public Set<String> acknowledged() {
    return acknowledged;
  }

  /// Those acknowledged rows that are not among these. There may be a million.
  public Set<String> missingIn(Collection<String> names) {
    Set<String> missing = new HashSet<>(acknowledged);
    missing.removeAll(new HashSet<>(names));
    return missing;
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
      throw new AssertionError("the writer failed", failure);
    }
  }

  private void write() {
    try (Connection source = databases.connect(Side.SOURCE);
        Connection target = databases.connect(Side.TARGET)) {
      Side side = Side.SOURCE;
      while (!stop) {
        String name = Long.toHexString(random.nextLong());
        Connection connection = side == Side.SOURCE ? source : target;
        try (PreparedStatement insert = connection.prepareStatement(inserts[side.ordinal()])) {
          insert.setString(1, name);
          insert.executeUpdate();
          acknowledged.add(name);
          LockSupport.parkNanos(gentle ? BREATH : 0);
        } catch (SQLException e) {
          if (!REFUSED.equals(e.getSQLState())) {
            throw e;
          }
          side = side.other();
          LockSupport.parkNanos(BREATH);
        }
      }
    } catch (SQLException | RuntimeException e) {
      failure = e;
    }
  }
}
