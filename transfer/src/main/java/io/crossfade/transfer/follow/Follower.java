package io.crossfade.transfer.follow;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.CommitWait;
import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.RowDifference;
import io.crossfade.transfer.WorkRunner;
import io.crossfade.transfer.Workplace;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * One ordered stream from one side to the other. It runs on a thread of its own until it is closed
 * or meets an error that waiting does not mend. All public methods may be called from any thread.
 */
public final class Follower implements Following {
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

  /** Until somebody has mended what is in the way; nothing is passed over meanwhile. */
  private static final Set<ErrorCode> WAITED_OUT =
      EnumSet.of(
          ErrorCode.DATABASE_FAILED,
          ErrorCode.SPILL_FAILED,
          ErrorCode.TARGET_REFUSED_ROW,
          ErrorCode.DEADLINE_PASSED); // a commit that is hidden for long, as behind a dead standby

  private final Lease lease;
  private final Mapping mapping;
  private final Workplace workplace;
  private final FollowListener listener;
  private final BatchSender sender;
  private final BatchWriter writer;
  private final Repairs repairs = new Repairs();
  private final Waiters waiters;
  private final Reached reached;
  private final Thread thread;

  /** How long to wait after the next loss of a connection; the stream's own thread only. */
  private Duration backoff = FIRST_BACKOFF;

  private volatile Mode mode = Mode.WATCH;
  private volatile boolean closed;

  public Follower(
      Lease lease,
      Mapping mapping,
      Workplace workplace,
      WorkRunner runner,
      FollowListener listener,
      ThreadFactory threads) {
    this.lease = lease;
    this.mapping = mapping;
    this.workplace = workplace;
    this.listener = listener;
    this.reached = new Reached(workplace.timing());
    this.sender = new BatchSender(lease, mapping, runner, workplace.timing());
    this.writer = new BatchWriter(lease, mapping, workplace, sender, listener, this::goOn);
    this.waiters =
        new Waiters(
            workplace.database(mapping.direction().from()),
            lease.migration(),
            mapping.direction(),
            workplace.timing());
    this.thread = threads.newThread(this::followUntilTheEnd);
  }

  @Override
  public Follower start(Mode first) {
    mode = first;
    thread.start();
    return this;
  }

  @Override
  public @Nullable Position applied() {
    return reached.position();
  }

  @Override
  public boolean awaitApplied(Position position, Duration patience) {
    return reached.await(position, patience);
  }

  @Override
  public String awaited() {
    return "its changes are applied more slowly than they come, or not at all: see `crossfade status`";
  }

  @Override
  public void awaitVisible(Duration patience) {
    writer.awaitVisible(patience);
  }

  @Override
  public boolean isSettled() {
    return writer.isSettled();
  }

  @Override
  public @Nullable CommitWait commitWait() {
    return waiters.known();
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public void mode(Mode newMode) {
    mode = newMode;
  }

  @Override
  public @Nullable CrossfadeException failure() {
    return reached.failure();
  }

  /** In order with the stream. */
  @Override
  public CompletableFuture<Integer> repair(List<RowDifference> rows) {
    return repairs.add(rows);
  }

  /**
   * Writes nothing more, and neither waits for the batch in hand nor for the side that is read.
   * What is read from now on is not written, nor passed over. Still to be closed.
   */
  @Override
  public void cease() {
    closed = true;
    sender.cease();
    reached.fail(BatchSender.ceased());
    repairs.end(BatchSender.ceased());
  }

  @Override
  public boolean awaitCeased(Duration patience) {
    return sender.awaitCeased(patience);
  }

  /** A large transaction takes minutes to write. Given up, it leaves nothing. */
  private void goOn() {
    if (closed) {
      throw BatchSender.ceased();
    }
  }

  /** Stops after the batch in hand; one of a large transaction is given up. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever ends it must be told, or it would be taken for one that runs. */
  private void followUntilTheEnd() {
    CrossfadeException end =
        new CrossfadeException(
            ErrorCode.NOT_ALLOWED_NOW, "the stream has ended; ask again once it runs");
    try {
      followUntilClosed();
    } catch (CrossfadeException e) {
      end = e;
      reached.fail(e);
    } catch (Throwable e) {
      end = new CrossfadeException(ErrorCode.INTERNAL, "the stream stopped: " + e, e);
      reached.fail(end);
    } finally {
      reached.end(end);
      repairs.end(end);
    }
  }

  private void followUntilClosed() {
    while (!closed) {
      try {
        follow();
      } catch (CrossfadeException e) {
        if (e.code() == ErrorCode.SUPERSEDED && sender.settleDoubt()) {
          // The position was read before the server had ended the commit that moved it.
          continue;
        }
        if (closed && e.code() == ErrorCode.NOT_RUNNING) {
          return;
        }
        if (!WAITED_OUT.contains(e.code())) {
          throw e;
        }
        listener.interrupted(e);
        workplace.timing().pauseOrStop(backoff);
        backoff = longer(backoff);
      }
    }
  }

  private static Duration longer(Duration backoff) {
    Duration twice = backoff.multipliedBy(2);
    return twice.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : twice;
  }

  private void follow() {
    Direction direction = mapping.direction();
    Database from = workplace.database(direction.from());
    Position start = StreamStart.read(workplace, lease.migration(), direction);
    writer.startAt(start);
    reached.reach(start);
    try (ChangeStream stream =
        from.log()
            .open(
                lease.migration(),
                direction,
                start,
                mapping.tables().stream().map(t -> t.from()).distinct().toList(),
                new Mark(lease.migration(), direction.opposite()))) {
      Gathered gathered = new Gathered(stream);
      while (!closed) {
        write(gathered);
        if (gathered.isEmpty()) {
          passOn(stream.readThrough());
        }
        repairs.serve(writer::repair);
        stream.confirm(writer.recorded());
      }
    }
  }

  /** A log may go on without telling anything, and somebody may wait for its end. */
  private void passOn(Position through) {
    if (waiters.ask()) {
      writer.record(through);
    } else {
      writer.passTo(through);
    }
    if (mode == Mode.APPLY) {
      writer.settle();
    }
    reached.reach(writer.position());
  }

  private void write(Gathered gathered) {
    Collection<LoggedTransaction> waiting = gathered.more();
    if (waiting.isEmpty()) {
      return;
    }
    gathered.written(mode == Mode.APPLY ? writer.apply(waiting) : writer.pass(waiting));
    reached.reach(writer.position());
    backoff = FIRST_BACKOFF;
  }
}
