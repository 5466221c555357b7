package io.crossfade.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The numbers of transactions, and which of them have not ended. */
final class Transactions {
  private final TreeMap<Long, Transaction> active = new TreeMap<>();
  private final CommitLog log;
  private long next = 1;
  private long lastEnded;

  Transactions(CommitLog log) {
    this.log = log;
  }

  /** Gives it a number, if it has none: from now on it counts as running. */
  void number(Transaction transaction) {
    if (transaction.id == 0) {
      transaction.id = next++;
      active.put(transaction.id, transaction);
      log.begin(transaction.id);
    }
  }

  /** From now on new snapshots see it, or it is nothing; either way it holds nothing up. */
  void end(Transaction transaction, Transaction.State state) {
    transaction.state = state;
    transaction.waitsFor = null;
    if (active.remove(transaction.id) != null) {
      lastEnded = Math.max(lastEnded, transaction.id);
    }
  }

  MemoryBoundary snapshot() {
    return new MemoryBoundary(lastEnded + 1, List.copyOf(active.headMap(lastEnded + 1).keySet()));
  }

  List<Transaction> active() {
    return new ArrayList<>(active.values());
  }

  /** After a crash: numbers that are not in the log any more are given again. */
  void restart() {
    active.clear();
    next = log.lastNumber() + 1;
    lastEnded = log.lastNumber();
  }
}
