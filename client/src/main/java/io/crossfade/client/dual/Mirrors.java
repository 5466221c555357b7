package io.crossfade.client.dual;

import io.crossfade.client.RoutedTransaction;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What follows a first write: its mirror, waited for or not, and what follows when that fails. */
final class Mirrors {
  /**
   * What was written.
   *
   * @param placed whether it has a place in the queue; if not it is left to the ledger
   */
  record Written(RoutedTransaction transaction, List<Item> items, boolean placed) {
    Side from() {
      return transaction.side();
    }
  }

  private final Settler settler;
  private final Ledger ledger;
  private final MirrorQueue queue;
  private final Mirroring how;
  private final Executor executor;

  Mirrors(Settler settler, Ledger ledger, MirrorQueue queue, Mirroring how, Executor executor) {
    this.settler = settler;
    this.ledger = ledger;
    this.queue = queue;
    this.how = how;
    this.executor = executor;
  }

  MirrorQueue queue() {
    return queue;
  }

  /**
   * @param known whether the write is known to have happened; only that can be taken back
   */
  void mirror(Written written, boolean known) {
    Compensation undo = known ? how.undo() : null;
    if (undo == null) {
      // A hold need not wait for the mirror: what was noted is what a switch waits for.
      written.transaction().close();
      start(written, known);
      return;
    }
    // What takes it back has to run under the same route.
    try {
      if (!start(written, true)) {
        takeBack(written, undo);
      }
    } finally {
      written.transaction().close();
    }
  }

  /** Whether the mirror is known to have arrived. */
  private boolean start(Written written, boolean wait) {
    if (!written.placed()) {
      return false;
    }
    FutureTask<Boolean> task = new FutureTask<>(() -> settle(written));
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      queue.leave();
      return false;
    }
    Duration timeout = how.timeout();
    return wait && timeout != null && arrived(task, timeout);
  }

  private boolean settle(Written written) {
    try {
      boolean all = true;
      for (Item item : written.items()) {
        all &= settler.settle(written.from(), item) == Settler.Outcome.SETTLED;
      }
      return all;
    } finally {
      queue.leave();
    }
  }

  private static boolean arrived(FutureTask<Boolean> task, Duration timeout) {
    try {
      // Not cancelled when the time is over: a mirror that arrives late does no harm.
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e);
    }
  }

  private void takeBack(Written written, Compensation undo) {
    Side side = written.from();
    @Nullable Exception failure = null;
    List<Item> noted = new ArrayList<>();
    try {
      // Noted anew: a mirror that arrives meanwhile must not strike off what the undoing writes.
      for (Item item : written.items()) {
        ledger.note(side, item);
        noted.add(item);
      }
      undo.undo(side, written.items());
    } catch (Exception e) {
      failure = e;
    }
    boolean known = failure == null;
    noted.forEach(item -> ledger.ended(side, item, known));
    throw new CrossfadeException(
        ErrorCode.MIRROR_FAILED,
        known
            ? "The other side did not take the write in time, so it was taken back. Try again later."
            : "The other side did not take the write in time, and taking it back failed: it may stand. The ledger"
                + " brings the other side what stands; look at the item before you try again.",
        failure);
  }
}
