package io.crossfade.transfer.follow;

import io.crossfade.connector.Database;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Transactions that are written on the other side, and that the side that is read may not show yet:
 * a commit is told before others see it. Whoever reads there what was written here waits for them
 * first. Thread-safe.
 */
final class Unseen {
  /** After so many it is asked which of them are still hidden; most often none is. */
  private static final int ASK_AFTER = 10_000;

  /** Memory is bounded: with more of them the stream waits. */
  private static final int MOST = 50_000;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * What a process before has written may be unseen too, and nobody knows its numbers any more. It
   * is among what is under way, with transactions of applications that may stay open for hours: so
   * it is waited for only as long as a commit may hang in the last of its steps.
   */
  private static final Duration INHERITED = Duration.ofSeconds(3);

  private final Database from;
  private final Set<Long> ids = new LinkedHashSet<>();
  private volatile boolean inherited = true;

  /**
   * @param from the side that is read
   */
  Unseen(Database from) {
    this.from = from;
  }

  void add(Collection<LoggedTransaction> written) {
    int before;
    int now;
    synchronized (this) {
      before = ids.size();
      written.forEach(transaction -> ids.add(transaction.id()));
      now = ids.size();
    }
    if (now >= MOST) {
      awaitVisible(PATIENCE);
    } else if (before / ASK_AFTER < now / ASK_AFTER) {
      forgetVisible();
    }
  }

  /** DEADLINE_PASSED if one of them stays hidden. */
  void awaitVisible(Duration patience) {
    if (inherited && !patience.isZero()) {
      awaitInherited();
    }
    List<Long> waitedFor;
    synchronized (this) {
      waitedFor = List.copyOf(ids);
    }
    from.log().awaitVisible(waitedFor, patience);
    synchronized (this) {
      waitedFor.forEach(ids::remove);
    }
  }

  private void awaitInherited() {
    try {
      from.log().awaitEnded(INHERITED);
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.DEADLINE_PASSED) {
        throw e;
      }
    }
    inherited = false;
  }

  private void forgetVisible() {
    try {
      awaitVisible(Duration.ZERO);
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.DEADLINE_PASSED) {
        throw e;
      }
    }
  }
}
