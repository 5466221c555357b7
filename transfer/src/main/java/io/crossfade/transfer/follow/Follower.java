package io.crossfade.transfer.follow;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.Database;
import io.crossfade.connector.Identity;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Side;
import io.crossfade.transfer.WorkRunner;
import io.crossfade.transfer.Workplace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * One ordered stream from one side to the other. It runs on a thread of its own until it is closed
 * or meets an error that waiting does not mend. All public methods may be called from any thread.
 */
public final class Follower implements AutoCloseable {
  /** A batch ends at a commit once it holds this many changes. */
  private static final int BATCH_CHANGES = 5_000;

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

  /** What a follower does with changes. */
  public enum Mode {
    /** Writes them on the other side. */
    APPLY,
    /** Only moves on: the side that is read is fenced, so all it shows should be our own writes. */
    WATCH
  }

  private final Lease lease;
  private final Mapping mapping;
  private final Workplace workplace;
  private final FollowListener listener;
  private final BatchWriter writer;
  private final Queue<RepairRequest> repairs = new ConcurrentLinkedQueue<>();
  private final Reached reached = new Reached();
  private final Thread thread;
  private volatile Mode mode;
  private volatile boolean closed;

  private record RepairRequest(List<RowDifference> rows, CompletableFuture<Integer> done) {}

  public Follower(
      Lease lease,
      Mapping mapping,
      Workplace workplace,
      WorkRunner runner,
      FollowListener listener,
      ThreadFactory threads,
      Mode mode) {
    this.lease = lease;
    this.mapping = mapping;
    this.workplace = workplace;
    this.listener = listener;
    this.mode = mode;
    this.writer = new BatchWriter(lease, mapping, workplace, runner, listener);
    this.thread = threads.newThread(this::followUntilClosed);
  }

  public Follower start() {
    thread.start();
    return this;
  }

  /** The position up to which the written side is a copy; null before the first look. */
  public @Nullable Position applied() {
    return reached.position();
  }

  /**
   * Waits until the written side has everything before {@code position}. False when patience ends;
   * throws the follower's own error if it has stopped.
   */
  public boolean awaitApplied(Position position, Duration patience) {
    return reached.await(position, patience);
  }

  /** Whether every chunk is merged, so that the written side is a consistent prefix. */
  public boolean isSettled() {
    return writer.isSettled();
  }

  public Mode mode() {
    return mode;
  }

  /** To be changed only while nobody but us can write the side that is read. */
  public void mode(Mode newMode) {
    mode = newMode;
  }

  /** The error that stopped this follower for good; null while it runs. */
  public @Nullable CrossfadeException failure() {
    return reached.failure();
  }

  /**
   * Writes proven drift anew from the side that is read, in order with the stream. Returns how many
   * rows.
   */
  public CompletableFuture<Integer> repair(List<RowDifference> rows) {
    RepairRequest request = new RepairRequest(rows, new CompletableFuture<>());
    repairs.add(request);
    return request.done();
  }

  /**
   * Writes nothing more, and neither waits for the batch in hand nor for the side that is read.
   * What is read from now on is not written, nor passed over. Still to be closed.
   */
  public void cease() {
    closed = true;
    writer.cease();
    reached.fail(BatchWriter.ceased());
  }

  /** After {@link #cease}: whether the written side was done with the batch in hand in time. */
  public boolean awaitCeased(Duration patience) {
    return writer.awaitCeased(patience);
  }

  /** Stops after the batch in hand. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void followUntilClosed() {
    Duration backoff = Duration.ofMillis(100);
    while (!closed) {
      try {
        follow();
      } catch (CrossfadeException e) {
        if (e.code() != ErrorCode.DATABASE_FAILED) {
          reached.fail(e);
          return;
        }
        listener.interrupted(e);
        workplace.timing().pauseOrStop(backoff);
        backoff = backoff.multipliedBy(2);
        backoff = backoff.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff;
      } catch (RuntimeException e) {
        reached.fail(new CrossfadeException(ErrorCode.INTERNAL, "the stream stopped: " + e, e));
        return;
      }
    }
  }

  /** From the written side's own position, which alone knows what was applied before a crash. */
  private void follow() {
    Direction direction = mapping.direction();
    Database from = workplace.database(direction.from());
    StreamState recorded = recorded();
    requireSameHistory(from, recorded.origin());
    Position start = from.log().position(recorded.position());
    writer.startAt(start);
    reached.reach(start);
    try (ChangeStream stream =
        from.log()
            .open(
                lease.migration(),
                direction,
                start,
                mapping.tables().stream().map(t -> t.from()).toList(),
                new Mark(lease.migration(), direction.opposite()))) {
      Deque<LoggedTransaction> waiting = new ArrayDeque<>();
      while (!closed) {
        gather(stream, waiting);
        write(waiting);
        serveRepairs();
        stream.confirm(writer.recorded());
      }
    }
  }

  /** The position means nothing in the log of another server, or of one that was failed over to. */
  private void requireSameHistory(Database from, Identity origin) {
    Identity now = from.identity();
    if (!now.sameHistory(origin)) {
      Side side = mapping.direction().from();
      throw new CrossfadeException(
          side == Side.SOURCE ? ErrorCode.SOURCE_REPLACED : ErrorCode.TARGET_REPLACED,
          "the %s is not the server on which the stream began: it was system %s on timeline %d, now it is %s on %d."
                  .formatted(
                      side.name().toLowerCase(Locale.ROOT),
                      origin.system(),
                      origin.timeline(),
                      now.system(),
                      now.timeline())
              + " It was replaced or failed over, so changes may be missing; the copy must be made anew");
    }
  }

  private StreamState recorded() {
    return workplace.database(mapping.direction().to()).workspace().stream(
            lease.migration(), mapping.direction())
        .orElseThrow(() ->
            new CrossfadeException(
                ErrorCode.TARGET_REPLACED,
                "the side that is written no longer knows this stream's position; it may have"
                    + " been restored from an older backup. Abort, and start again"));
  }

  /**
   * Takes what is there; waits only when there is nothing at all, so that a batch grows by itself
   * under load.
   */
  private static void gather(ChangeStream stream, Deque<LoggedTransaction> waiting) {
    long changes = waiting.stream().mapToLong(t -> t.changes().size()).sum();
    Duration patience = waiting.isEmpty() ? POLL : Duration.ZERO;
    while (changes < BATCH_CHANGES) {
      LoggedTransaction next = next(stream, patience, waiting.isEmpty());
      if (next == null) {
        return;
      }
      waiting.add(next);
      changes += next.changes().size();
      patience = Duration.ZERO;
    }
  }

  /**
   * A stream that has broken off says so again when it is asked the next time: first write what it
   * has told, which nobody can tell again if the side that is read is gone for good.
   */
  private static @Nullable LoggedTransaction next(
      ChangeStream stream, Duration patience, boolean isFirst) {
    try {
      return stream.next(patience);
    } catch (CrossfadeException e) {
      if (isFirst) {
        throw e;
      }
      return null;
    }
  }

  private void write(Deque<LoggedTransaction> waiting) {
    if (waiting.isEmpty()) {
      return;
    }
    int written = mode == Mode.APPLY ? writer.apply(waiting) : writer.pass(waiting);
    for (int i = 0; i < written; i++) {
      waiting.remove();
    }
    reached.reach(writer.position());
  }

  private void serveRepairs() {
    RepairRequest request = repairs.poll();
    while (request != null) {
      try {
        request.done().complete(writer.repair(request.rows()));
      } catch (CrossfadeException e) {
        request.done().completeExceptionally(e);
        throw e;
      }
      request = repairs.poll();
    }
  }
}
