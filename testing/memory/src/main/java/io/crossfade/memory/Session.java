package io.crossfade.memory;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server. Its statements belong to one transaction until commit or rollback.
 */
final class Session implements AutoCloseable {
  private final MemoryServer server;
  private final int number;
  private final String owner;
  private final String name;
  private final Duration lockTimeout;
  private @Nullable Transaction transaction;
  private boolean ended;

  /** Whether a commit is flushed before it is answered. */
  boolean synchronous = true;

  /** Made by {@link MemoryServer#session}, which knows it from then on. */
  Session(MemoryServer server, int number, String owner, String name, Duration lockTimeout) {
    this.server = server;
    this.number = number;
    this.owner = owner;
    this.name = name;
    this.lockTimeout = lockTimeout;
  }

  /** The process it belongs to. */
  String owner() {
    return owner;
  }

  /** What it is for. */
  String name() {
    return name;
  }

  int number() {
    return number;
  }

  boolean isAlive() {
    return !ended;
  }

  boolean holds(Set<Transaction> transactions) {
    Transaction open = transaction;
    return open != null && transactions.contains(open);
  }

  /** One statement; waits for transactions that are in its way. */
  <T> T run(String what, Function<Transaction, T> statement) {
    while (true) {
      try {
        return server.turn().take(what, () -> statement.apply(current()));
      } catch (Blocked blocked) {
        await(what, blocked.by(), lockTimeout);
      } catch (ServerError e) {
        throw failed(e);
      }
    }
  }

  /** One statement about many rows; where one has to wait, the rows before it stay done. */
  <R> void each(String what, List<R> rows, Function<Transaction, Consumer<R>> statement) {
    int[] done = {0};
    run(
        what,
        t -> {
          for (; done[0] < rows.size(); done[0]++) {
            statement.apply(t).accept(rows.get(done[0]));
          }
          return done[0];
        });
  }

  /** Waits for the end of a transaction, and for nothing if that would be for ever. */
  void await(String what, Transaction blocker, Duration patience) {
    try {
      Transaction waiting = server.turn().take(what, this::current);
      if (blocker == waiting || blocker.waitsFor(waiting)) {
        throw new ServerError(
            ServerError.Kind.DEADLOCK,
            "deadlock between process " + number + " (" + name + ") and " + blocker);
      }
      waiting.waitsFor = blocker;
      boolean isFree = server.turn().await(what, () -> ended || !blocker.isActive(), patience);
      waiting.waitsFor = null;
      if (!isFree) {
        throw new ServerError(
            ServerError.Kind.LOCK_TIMEOUT, blocker + " did not end while " + name + " waited");
      }
    } catch (ServerError e) {
      throw failed(e);
    }
  }

  /**
   * Two steps: what is in the log may be told before anybody sees it. From the first step on the
   * server goes on by itself, whatever becomes of us.
   */
  void commit() {
    AtomicReference<@Nullable Transaction> ending = new AtomicReference<>();
    try {
      boolean isLogged =
          server
              .turn()
              .take(
                  "commit",
                  () -> {
                    Transaction current = current();
                    ending.set(current);
                    return server.log(current, synchronous);
                  });
      if (isLogged) {
        server.turn().take("show what is committed", () -> server.show(ending.get()));
      }
      if (ended) {
        throw gone();
      }
      transaction = null;
    } catch (ServerError e) {
      throw failed(e);
    } finally {
      Transaction logged = ending.get();
      if (logged != null && logged.state == Transaction.State.LOGGED) {
        server.turn().later("show what is committed", () -> server.show(logged));
      }
    }
  }

  void rollback() {
    server.turn().now(this::abort);
  }

  /** Whether a committed transaction is not hidden from it by an older snapshot. */
  boolean sees(Transaction committed) {
    Transaction open = transaction;
    return open == null || open.sees(committed);
  }

  /** As if the connection were lost: an unfinished transaction is rolled back. */
  void end() {
    server
        .turn()
        .now(() -> {
          ended = true;
          goOnWithCommit();
          abort();
          server.forget(this);
        });
  }

  @Override
  public void close() {
    end();
  }

  Transaction current() {
    if (ended) {
      throw gone();
    }
    Transaction current = transaction;
    if (current == null) {
      current = new Transaction(who());
      transaction = current;
    }
    return current;
  }

  /** Whoever commits may be gone for good, and nothing of his is done any more. */
  private void goOnWithCommit() {
    Transaction logged = transaction;
    if (logged != null && logged.state == Transaction.State.LOGGED) {
      server.turn().later("show what is committed", () -> server.show(logged));
    }
  }

  private void abort() {
    Transaction open = transaction;
    if (open != null && open.state == Transaction.State.RUNNING) {
      server.transactions().end(open, Transaction.State.ABORTED);
    }
    transaction = null;
  }

  private String who() {
    return "process " + number + " (" + name + ")";
  }

  private ServerError gone() {
    return new ServerError(
        ServerError.Kind.CONNECTION_LOST, "the connection of " + who() + " is gone");
  }

  /** A lost connection is an ended session; any other error leaves a transaction to roll back. */
  private ServerError failed(ServerError e) {
    if (e.kind() == ServerError.Kind.CONNECTION_LOST) {
      end();
    }
    return e;
  }
}
