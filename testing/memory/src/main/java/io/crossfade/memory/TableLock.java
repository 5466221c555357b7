package io.crossfade.memory;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who uses a table: many writers, many snapshots, or one that keeps writers (or all) out. */
final class TableLock {
  private final Set<Transaction> writers = new LinkedHashSet<>();
  private final Set<Transaction> readers = new LinkedHashSet<>();
  private @Nullable Transaction owner;
  private boolean alone;
  private @Nullable Transaction queued;

  /** Who writes comes after who queues for the table, unless that one waits for him already. */
  void write(Transaction writer) {
    requireNotOwned(writer);
    Transaction first = queued;
    if (first != null
        && first != writer
        && first.isActive()
        && !writers.contains(writer)
        && !first.waitsFor(writer)) {
      throw new Blocked(first);
    }
    writers.add(writer);
  }

  void read(Transaction reader) {
    if (alone) {
      requireNotOwned(reader);
    }
    readers.add(reader);
  }

  /**
   * Proves that no other writer is left, and lets none begin.
   *
   * @param withoutReaders whether snapshots have to end, too
   */
  void own(Transaction transaction, boolean withoutReaders) {
    queued = transaction;
    requireNotOwned(transaction);
    requireNone(writers, transaction);
    if (withoutReaders) {
      requireNone(readers, transaction);
    }
    owner = transaction;
    alone = withoutReaders;
  }

  Set<Transaction> writers() {
    writers.removeIf(writer -> !writer.isActive());
    return Set.copyOf(writers);
  }

  private void requireNotOwned(Transaction transaction) {
    Transaction holder = owner;
    if (holder != null && holder != transaction && holder.isActive()) {
      throw new Blocked(holder);
    }
  }

  private static void requireNone(Set<Transaction> users, Transaction but) {
    users.removeIf(user -> !user.isActive());
    for (Transaction user : users) {
      if (user != but) {
        throw new Blocked(user);
      }
    }
  }
}
