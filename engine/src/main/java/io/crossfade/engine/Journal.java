package io.crossfade.engine;

import io.crossfade.connector.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A migration's event log together with the state that it tells: what is recorded is always legal,
/// and the state is always what is recorded. Safe for use by several threads.
public final class Journal {
  /// Where events are kept. Returns once they survive the process; throws SUPERSEDED when another
  /// process carries the migration on.
  public interface Log {
    Recorded append(Lease lease, long seq, MigrationEvent event);

    List<Recorded> events(String migration);
  }

  private final Log log;
  private final Lease lease;
  private final List<Consumer<Recorded>> listeners = new ArrayList<>();
  private MigrationState state;
  private long seq;

  private Journal(Log log, Lease lease) {
    this.log = log;
    this.lease = lease;
    this.state = MigrationState.initial(lease.migration());
  }

  /// Reads what has happened so far. What happens from now on is recorded in the name of the lease.
  public static Journal open(Log log, Lease lease) {
    Journal journal = new Journal(log, lease);
    for (Recorded past : log.events(lease.migration())) {
      journal.state = journal.state.after(past.event());
      journal.seq = past.seq();
    }
    return journal;
  }

  /// Records an event, durably, or throws [CrossfadeException] and records nothing.
  public synchronized MigrationState record(MigrationEvent event) {
    MigrationState next = state.after(event);
    Recorded recorded = log.append(lease, seq + 1, event);
    state = next;
    seq = recorded.seq();
    listeners.forEach(l -> l.accept(recorded));
    return next;
  }

  public synchronized MigrationState state() {
    return state;
  }

  /// Whether nothing has been recorded yet.
  public synchronized boolean isEmpty() {
    return seq == 0;
  }

  /// Calls the listener after each event that is recorded from now on, in order; it must be quick
  /// and not throw.
  public synchronized void listen(Consumer<Recorded> listener) {
    listeners.add(listener);
  }
}
