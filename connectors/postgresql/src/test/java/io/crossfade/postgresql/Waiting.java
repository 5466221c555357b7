package io.crossfade.postgresql;

import io.crossfade.connector.log.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Calls that have to wait for somebody else, and the moment at which they do. */
public final class Waiting {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Waiting() {}

  /** Runs in a thread of its own. */
  public static <T> CompletableFuture<T> start(Supplier<T> call) {
    return CompletableFuture.supplyAsync(
        call,
        command -> {
          Thread thread = Executors.defaultThreadFactory().newThread(command);
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** Returns once a session whose name ends like this waits for a lock. */
  public static void untilBlocked(Connection observer, String nameEnd) throws SQLException {
    String waits =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND wait_event_type = 'Lock' AND application_name LIKE '%"
            + nameEnd
            + "'";
    until(
        "a session " + nameEnd + " waits for a lock",
        () -> !TestServer.query(observer, waits).equals("0"));
  }

  /** Returns once it is so. */
  public static void until(String what, Condition condition) throws SQLException {
    Patience patience = new Patience(PATIENCE);
    while (!condition.holds()) {
      if (patience.isOver()) {
        throw new AssertionError("waited in vain until " + what);
      }
      patience.pause();
    }
  }

  /** Something that only the database, or the network before it, can tell. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws SQLException;
  }
}
