package io.crossfade.adapters.pgbouncer;

import io.crossfade.model.CrossfadeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A `PAUSE` of one database: from when PgBouncer has read it new transactions wait, and its answer
/// comes when none is under way and every connection to the server was closed.
///
/// It waits on a session of its own. That session must end with it: a `RESUME` leaves it waiting,
/// and the next `PAUSE` of whatever database would answer it.
final class Pause implements AutoCloseable {
  private final Console console;
  private final CompletableFuture<Void> answer = new CompletableFuture<>();

  private Pause(Console console) {
    this.console = console;
  }

  static Pause begin(Console console, String database) {
    Pause pause = new Pause(console);
    Thread.ofVirtual().name("crossfade-pause").start(() -> pause.run(database));
    return pause;
  }

  private void run(String database) {
    try {
      console.runPatiently("PAUSE " + Names.quoted(database));
      answer.complete(null);
    } catch (CrossfadeException e) {
      answer.completeExceptionally(e);
    }
  }

  /// Whether it was answered. Throws what PgBouncer had against it.
  boolean isAnswered() {
    if (!answer.isDone()) {
      return false;
    }
    try {
      answer.join();
      return true;
    } catch (CompletionException e) {
      throw e.getCause() instanceof CrossfadeException refused ? refused : e;
    }
  }

  @Override
  public void close() {
    console.close();
  }
}
