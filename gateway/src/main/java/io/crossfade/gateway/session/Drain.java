package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import java.time.Duration;

/// Lets sessions go without breaking a transaction, as far as there is time for it.
public final class Drain {
  /// Pools look at a connection before they give it out, if it was idle for longer than half a
  /// second (HikariCP) or a second (pgx). Whoever was idle for this long loses nothing.
  static final Duration QUIET = Duration.ofSeconds(2);

  private static final Duration LOOK = Duration.ofMillis(50);

  private final Shared shared;

  public Drain(Shared shared) {
    this.shared = shared;
  }

  /// Waits until nobody is left: at first those go that do nothing for a while, after the grace
  /// each one as soon as it is between two transactions.
  ///
  /// @return whether all have gone before the deadline
  public boolean run(Duration grace, Duration deadline) throws InterruptedException {
    Refusal why =
        new Refusal(
            SqlState.ADMIN_SHUTDOWN,
            "terminating connection because this gateway process ends; nothing of a transaction"
                + " was lost: connect again");
    long begin = System.nanoTime();
    // Whoever is about to log in is in both, for a moment.
    while (shared.strangers().taken() > 0 || shared.sessions().taken() > 0) {
      long gone = System.nanoTime() - begin;
      if (gone > deadline.toNanos()) {
        return false;
      }
      Duration quiet = gone > grace.toNanos() ? Duration.ZERO : QUIET;
      shared.cancelKeys().all().forEach(session -> session.leave(why, quiet));
      Thread.sleep(LOOK);
    }
    return true;
  }
}
