package io.crossfade.server.hosting;

import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.store.EventLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What the log tells of each migration. What was read once is not read again, however long the log
/// grows.
public final class KnownStates {
  private static final int AT_ONCE = 500;

  private final EventLog events;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /// @param last the newest event; null where there is none
  /// @param switchesMade those that were decided with FLIP
  /// @param phaseSince when it came to its phase; null where there is no event
  public record Known(
      MigrationState state,
      @Nullable Recorded last,
      long switchesMade,
      @Nullable Instant phaseSince) {
    static Known nothing(String migration) {
      return new Known(MigrationState.initial(migration), null, 0, null);
    }

    /// The number of the newest event; 0 where there is none.
    public long seq() {
      return last == null ? 0 : last.seq();
    }

    private Known after(Recorded next) {
      boolean made =
          next.event() instanceof MigrationEvent.SwitchDecided decided
              && decided.decision() == Decision.FLIP;
      MigrationState then = state.after(next.event());
      boolean isNew = phaseSince == null || then.phase() != state.phase();
      return new Known(then, next, switchesMade + (made ? 1 : 0), isNew ? next.at() : phaseSince);
    }
  }

  public KnownStates(EventLog events) {
    this.events = events;
  }

  public Known of(String migration) {
    Known now =
        known.compute(
            migration,
            (name, before) -> {
              Known found = upToNow(before == null ? Known.nothing(name) : before);
              return found.seq() == 0 ? null : found; // anybody can ask for any name
            });
    return now == null ? Known.nothing(migration) : now;
  }

  /// Of how many something is kept.
  int size() {
    return known.size();
  }

  /// Reads the event that was the newest once more: where another one stands in its place, the
  /// store is an older copy by now, and what we know is of no use.
  Known upToNow(Known before) {
    Known now = before;
    while (true) {
      String migration = before.state().migration();
      List<Recorded> read = events.events(migration, Math.max(0, now.seq() - 1), AT_ONCE);
      boolean isOlderCopy =
          now.last() != null && (read.isEmpty() || !read.getFirst().equals(now.last()));
      if (isOlderCopy) {
        now = Known.nothing(migration);
        continue;
      }
      for (Recorded next : read) {
        now = next.seq() > now.seq() ? now.after(next) : now;
      }
      if (read.size() < AT_ONCE) {
        return now;
      }
    }
  }
}
