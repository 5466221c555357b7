package io.crossfade.client.dual;

import io.crossfade.client.Router;
import io.crossfade.model.Side;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/** Settles what the ledger holds, also what other processes have left there. */
final class Drain {
  private static final Logger LOG = System.getLogger(Drain.class.getPackageName());
  private static final int TOGETHER = 64;

  private final Ledger ledger;
  private final Settler settler;
  private final Executor executor;
  private final Router router;
  private final Set<String> stores;

  Drain(Router router, Set<String> stores, Ledger ledger, Settler settler, Executor executor) {
    this.router = router;
    this.stores = stores;
    this.ledger = ledger;
    this.settler = settler;
    this.executor = executor;
  }

  /**
   * Settles what is due, of both sides: after a switch the side that was written first before may
   * have a line left. Ends early where a side does not answer.
   *
   * @return how many items were settled
   */
  int once() throws InterruptedException {
    int settled = 0;
    for (Side from : Side.values()) {
      try {
        settled += once(from);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        LOG.log(Level.DEBUG, "the ledger of {0} was not read: {1}", from, Failures.text(e));
      }
    }
    return settled;
  }

  private int once(Side from) throws Exception {
    int settled = 0;
    while (!settler.resting() && !Thread.currentThread().isInterrupted()) {
      // One alone finds out whether a side that was away is back.
      int together = settler.away() ? 1 : TOGETHER;
      List<Item> due = ledger.due(from, stores, together, router.route().held());
      int arrived = settle(from, due);
      settled += arrived;
      if (arrived == 0) {
        break;
      }
    }
    return settled;
  }

  private int settle(Side from, List<Item> due) throws Exception {
    List<FutureTask<Settler.Outcome>> tasks = new ArrayList<>();
    for (Item item : due) {
      FutureTask<Settler.Outcome> task = new FutureTask<>(() -> settler.settle(from, item));
      try {
        executor.execute(task);
      } catch (RejectedExecutionException e) {
        break;
      }
      tasks.add(task);
    }
    int settled = 0;
    for (FutureTask<Settler.Outcome> task : tasks) {
      if (outcome(task) == Settler.Outcome.SETTLED) {
        settled++;
      }
    }
    return settled;
  }

  private static Settler.Outcome outcome(FutureTask<Settler.Outcome> task)
      throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      // A settling answers for every exception; what is left is the machine's end.
      throw new AssertionError(e.getCause());
    }
  }
}
