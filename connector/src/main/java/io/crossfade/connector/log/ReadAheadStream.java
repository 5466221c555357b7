package io.crossfade.connector.log;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The transactions of a log, read ahead by a thread up to a bound. */
public final class ReadAheadStream implements ChangeStream {
  private static final long CLOSE_MILLIS = 5_000;

  private final TransactionQueue queue;
  private final Reading reader;
  private final SpillDirectory files;
  private final Deque<LoggedTransaction> large = new ArrayDeque<>();
  private final Thread thread;

  /** Reads a log into a queue until it is stopped, or until it fails and the queue with it. */
  public interface Reading extends Runnable {
    /** Everything up to here may be forgotten. Callable from any thread. */
    void confirm(Position position);

    /** Ends soon, by itself. */
    void stop();

    /** Ends one that hangs in the middle of a message. */
    void abort();
  }

  /**
   * @param name of the thread
   */
  public ReadAheadStream(
      TransactionQueue queue, Reading reader, SpillDirectory files, String name) {
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
    reader.confirm(position);
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
