package io.crossfade.postgresql.log;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The transactions of a slot, read ahead by a thread up to a bound. */
final class PostgresChangeStream implements ChangeStream {
  private static final long CLOSE_MILLIS = 5_000;

  private final TransactionQueue queue;
  private final LogReader reader;
  private final SpillDirectory files;
  private final Deque<LoggedTransaction> large = new ArrayDeque<>();
  private final Thread thread;

  PostgresChangeStream(
      TransactionQueue queue, LogReader reader, SpillDirectory files, String name) {
    this.queue = queue;
    this.reader = reader;
    this.files = files;
    this.thread = new Thread(reader, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public @Nullable LoggedTransaction next(Duration patience) {
    LoggedTransaction next = queue.poll(patience);
    if (next != null && next.changes().isLarge()) {
      synchronized (large) {
        large.add(next);
      }
    }
    return next;
  }

  @Override
  public Position readThrough() {
    return queue.takenThrough();
  }

  @Override
  public void confirm(Position position) {
    reader.confirm((Lsn) position);
    synchronized (large) {
      while (!large.isEmpty() && position.isAtLeast(large.element().end())) {
        ((SpilledChanges) large.remove().changes()).delete();
      }
    }
  }

  /** The reader reports what was confirmed last, then hangs up. */
  @Override
  public void close() {
    reader.stop();
    queue.discard();
    try {
      thread.join(CLOSE_MILLIS);
      if (thread.isAlive()) {
        reader.abort();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      files.close();
    }
  }
}
