package io.crossfade.server.hosting;

import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.store.EventLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What the log tells of migrations that are not carried on here. A log may have a million events,
/// so each is folded in once.
final class Folds {
  private static final int MOST = 10_000;

  private final EventLog events;
  private final Map<String, Fold> folds = new ConcurrentHashMap<>();

  /// @param last the newest event in it; null for none
  private record Fold(MigrationState state, @Nullable Recorded last) {
    Fold with(Recorded next) {
      return new Fold(state.after(next.event()), next);
    }
  }

  Folds(EventLog events) {
    this.events = events;
  }

  MigrationState of(String migration) {
    Fold known = folds.compute(migration, this::newest);
    return known.state();
  }

  private Fold newest(String migration, @Nullable Fold before) {
    Fold fold = before == null || !isStillThere(migration, before) ? nothing(migration) : before;
    List<Recorded> more = after(migration, fold);
    while (!more.isEmpty()) {
      for (Recorded next : more) {
        fold = fold.with(next);
      }
      more = after(migration, fold);
    }
    return fold;
  }

  /// It is not where the store is an older copy by now.
  private boolean isStillThere(String migration, Fold fold) {
    Recorded last = fold.last();
    return last == null || events.events(migration, last.seq() - 1, 1).equals(List.of(last));
  }

  private List<Recorded> after(String migration, Fold fold) {
    Recorded last = fold.last();
    return events.events(migration, last == null ? 0 : last.seq(), MOST);
  }

  private static Fold nothing(String migration) {
    return new Fold(MigrationState.initial(migration), null);
  }
}
