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
   * What a process before has written may be unseen too, and nobody knows its numbers any more. A
   * server may not know either which of its sessions are in their commit, and one of those that it
   * names may work for hours: so they are waited for only so long in all.
   */
  private static final Duration INHERITED = Duration.ofMinutes(1);

  private final Database from;
  private final Set<Long> ids = new LinkedHashSet<>();

  /** What is left of it. */
  private volatile Duration inherited = INHERITED;

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
    awaitInherited(patience);
    List<Long> waitedFor;
    synchronized (this) {
      waitedFor = List.copyOf(ids);
    }
    from.log().awaitVisible(waitedFor, patience);
    synchronized (this) {
      waitedFor.forEach(ids::remove);
    }
  }

  private void awaitInherited(Duration patience) {
    Duration left = inherited;
    Duration now = patience.compareTo(left) < 0 ? patience : left;
    if (now.isZero()) {
      return;
    }
    try {
      from.log().awaitCommitting(now);
      inherited = Duration.ZERO;
    } catch (CrossfadeException e) {
      inherited = left.minus(now);
      if (e.code() != ErrorCode.DEADLINE_PASSED || !inherited.isZero()) {
        throw e;
      }
    }
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
