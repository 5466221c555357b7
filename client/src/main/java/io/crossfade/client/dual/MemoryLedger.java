package io.crossfade.client.dual;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.Side;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of those who cannot note an item in the write's own transaction: in memory, and with
 * {@link Guarantee#DURABLE_INTENT} in a file as well.
 *
 * <p>An entry is struck off only by a settling that began when no write of the item was under way
 * and none in doubt: only then was it the last state that was read.
 */
final class MemoryLedger implements Ledger {
  private static final Logger LOG = System.getLogger(MemoryLedger.class.getPackageName());

  /** Whoever wrote it mirrors it himself first. */
  private static final Duration HEAD_START = Duration.ofSeconds(1);

  private static final Duration CLAIM = Duration.ofSeconds(30);

  private final Limits limits;
  private final @Nullable IntentFile file;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Entries entries = new Entries();

  /** Whether that was told; guarded by the lock. */
  private boolean forgets;

  private MemoryLedger(Limits limits, @Nullable IntentFile file, LongSupplier nanos) {
    this.limits = limits;
    this.file = file;
    this.nanos = nanos;
  }

  static MemoryLedger bestEffort(Limits limits, LongSupplier nanos) {
    return new MemoryLedger(limits, null, nanos);
  }

  /** What a process before has left is due at once, and once more when no write is in doubt. */
  static MemoryLedger durable(Path directory, Limits limits, LongSupplier nanos) {
    IntentFile file = IntentFile.open(directory);
    MemoryLedger ledger = new MemoryLedger(limits, file, nanos);
    long now = nanos.getAsLong();
    for (IntentFile.Intent left : file.left()) {
      Entries.Entry entry = ledger.entries.open(left.from(), left.item(), now);
      ledger.entries.ended(entry, now, now + limits.inDoubt().toNanos());
    }
    return ledger;
  }

  @Override
  public void note(Side from, Item item) {
    long ticket = 0;
    lock.lock();
    try {
      Entries.@Nullable Entry entry = entries.of(from, item);
      if (entry == null && entries.size() >= limits.mostItems()) {
        if (file != null) {
          throw full();
        }
        tellForgotten();
        return;
      }
      // Before it counts as under way: where this fails, no write begins, and none will end.
      if (file != null && file.isBroken()) {
        rewrite(file);
      }
      Entries.Entry open = entries.open(from, item, nanos.getAsLong());
      if (file != null) {
        // What is in the file already, and on the disk, need not go there again.
        if (entry == null) {
          open.ticket = file.append(true, from, item);
        }
        ticket = open.ticket;
      }
    } finally {
      lock.unlock();
    }
    if (file != null) {
      boolean kept = false;
      try {
        file.await(ticket);
        kept = true;
      } finally {
        if (!kept) {
          ended(from, item, true);
        }
      }
    }
  }

  private void rewrite(IntentFile intents) {
    try {
      intents.rewrite(entries.all());
    } catch (IOException e) {
      throw intents.failed(e);
    }
  }

  /** The item is settled all the same, and what the next note needs it finds out itself. */
  private void shorten(IntentFile intents) {
    try {
      intents.rewrite(entries.all());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the intents stay long, until the next is settled: {0}", e.toString());
    }
  }

  @Override
  public void ended(Side from, Item item, boolean known) {
    lock.lock();
    try {
      Entries.@Nullable Entry entry = entries.of(from, item);
      if (entry != null) {
        long now = nanos.getAsLong();
        entries.ended(
            entry,
            known ? now + HEAD_START.toNanos() : now,
            known ? now : now + limits.inDoubt().toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long seen(Side from, Item item) {
    lock.lock();
    try {
      Entries.@Nullable Entry entry = entries.of(from, item);
      return entry == null ? 0 : entry.seen(nanos.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void settled(Side from, Item item, long version, long seen) {
    lock.lock();
    try {
      Entries.@Nullable Entry entry = entries.of(from, item);
      if (entry == null) {
        return;
      }
      if (seen == Entries.TOO_EARLY || seen != entry.sequence) {
        long now = nanos.getAsLong();
        entries.again(entry, Math.max(now + HEAD_START.toNanos(), entry.inDoubtUntil));
        return;
      }
      entries.remove(entry);
      if (file != null) {
        file.append(false, from, item);
        if (file.isMostlyDone(entries.size())) {
          shorten(file);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void failed(Side from, Item item, Failed how) {
    lock.lock();
    try {
      Entries.@Nullable Entry entry = entries.of(from, item);
      if (entry != null) {
        entries.failed(entry, how, nanos.getAsLong());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Item> due(Side from, Set<String> stores, int atMost, boolean hurried) {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      List<Entries.Entry> due = entries.due(from, stores, atMost, hurried, now);
      due.forEach(entry -> entries.claim(entry, now + CLAIM.toNanos()));
      return due.stream().map(entry -> entry.item).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Count> counts(Side from) {
    lock.lock();
    try {
      return entries.counts(from, nanos.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<LedgerEntry> entries(Side from, int atMost) {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      long today = System.currentTimeMillis();
      List<LedgerEntry> told = new ArrayList<>();
      for (Entries.Entry entry : entries.oldest(from, atMost)) {
        told.add(
            new LedgerEntry(
                entry.item.store(),
                entry.item.key(),
                from,
                entry.apart,
                entry.refusals,
                today - Duration.ofNanos(now - entry.since).toMillis(),
                entry.error));
      }
      return told;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean retry(Side from, Item item) {
    lock.lock();
    try {
      Entries.@Nullable Entry entry = entries.of(from, item);
      if (entry == null) {
        return false;
      }
      entries.again(entry, nanos.getAsLong());
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int retryApart(Side from) {
    lock.lock();
    try {
      List<Entries.Entry> apart = entries.apart(from);
      apart.forEach(entry -> entries.again(entry, nanos.getAsLong()));
      return apart.size();
    } finally {
      lock.unlock();
    }
  }

  /** Once: a comparison finds how many they are. */
  private void tellForgotten() {
    if (!forgets) {
      forgets = true;
      LOG.log(
          Level.WARNING,
          "the ledger holds {0} items and takes no more: what is written from now on and not mirrored at once is found by a comparison only",
          limits.mostItems());
    }
  }

  private CrossfadeException full() {
    return new CrossfadeException(
        ErrorCode.MIRROR_BEHIND,
        "The ledger holds "
            + limits.mostItems()
            + " items that are not on the other side, and takes no more. Nothing was written. See"
            + " docs/dual-writes.md#when-the-ledger-grows.");
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
