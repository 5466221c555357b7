package io.crossfade.engine;

import io.crossfade.connector.Lease;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A migration's event log together with the state that it tells: what is recorded is always legal.
/// The state is what is recorded, and what follows from a decision that is. Safe for use by several
/// threads.
public final class Journal {
  /// Where events are kept. Returns once they survive the process, however long that takes; throws
  /// SUPERSEDED when another process carries the migration on.
  public interface Log {
    Recorded append(Lease lease, long seq, MigrationEvent event);

    List<Recorded> events(String migration);

    /// Why nothing can be appended at the moment, so that whoever records waits; empty when it can.
    default Optional<String> away() {
      return Optional.empty();
    }
  }

  private final Log log;
  private final Lease lease;
  private final List<Consumer<Recorded>> listeners = new CopyOnWriteArrayList<>();

  /// Held while an event is appended, which may take as long as the store is away.
  private final ReentrantLock appending = new ReentrantLock();

  /// Held for moments only.
  private final Object lock = new Object();

  private MigrationState recorded;
  private final Deque<MigrationEvent> owed = new ArrayDeque<>();
  private volatile MigrationState state;
  private volatile long seq;

  private Journal(Log log, Lease lease) {
    this.log = log;
    this.lease = lease;
    this.recorded = MigrationState.initial(lease.migration());
    this.state = recorded;
  }

  /// Reads what has happened so far. What happens from now on is recorded in the name of the lease.
  public static Journal open(Log log, Lease lease) {
    Journal journal = new Journal(log, lease);
    for (Recorded past : log.events(lease.migration())) {
      journal.recorded = journal.recorded.after(past.event());
      journal.seq = past.seq();
    }
    journal.state = journal.recorded;
    return journal;
  }

  /// In whose name is recorded what happens from now on.
  Lease lease() {
    return lease;
  }

  /// Records an event, durably, or throws [CrossfadeException] and records nothing. Waits while the
  /// store is away.
  public MigrationState record(MigrationEvent event) {
    appending.lock();
    try {
      settle();
      MigrationState _ = state.after(event); // refused before anything is written
      append(event, false);
      return state;
    } finally {
      appending.unlock();
    }
  }

  /// Has the state at once, and the log before whatever comes later: for what can wait for nobody
  /// and does not get lost. A successor finds a switch's decision and does the same; a note is only
  /// for people.
  public void tell(MigrationEvent event) {
    synchronized (lock) {
      state = state.after(event);
      owed.add(event);
    }
  }

  /// Tells people something, now or as soon as the store is back.
  public void note(String message) {
    MigrationEvent note = new MigrationEvent.Noted(message);
    if (away().isPresent()) {
      tell(note);
    } else {
      record(note);
    }
  }

  /// What is recorded so far.
  public List<Recorded> events() {
    return log.events(lease.migration());
  }

  public MigrationState state() {
    return state;
  }

  /// Why whoever records waits; empty when nobody has to.
  public Optional<String> away() {
    return log.away();
  }

  /// The number of what is recorded last; 0 where nothing is.
  public long newest() {
    return seq;
  }

  /// Whether nothing has been recorded yet.
  public boolean isEmpty() {
    return seq == 0;
  }

  /// Calls the listener after each event that is recorded from now on, in order; it must be quick
  /// and not throw.
  public void listen(Consumer<Recorded> listener) {
    listeners.add(listener);
  }

  private void settle() {
    for (MigrationEvent first = firstOwed(); first != null; first = firstOwed()) {
      append(first, true);
    }
  }

  private @Nullable MigrationEvent firstOwed() {
    synchronized (lock) {
      return owed.peek();
    }
  }

  private void append(MigrationEvent event, boolean wasOwed) {
    Recorded appended = log.append(lease, seq + 1, event);
    synchronized (lock) {
      seq = appended.seq();
      recorded = recorded.after(event);
      if (wasOwed) {
        owed.remove();
      }
      MigrationState now = recorded;
      for (MigrationEvent later : owed) {
        now = now.after(later);
      }
      state = now;
    }
    listeners.forEach(l -> l.accept(appended));
  }
}
