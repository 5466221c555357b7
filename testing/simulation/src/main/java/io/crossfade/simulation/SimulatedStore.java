package io.crossfade.simulation;

import io.crossfade.connector.Lease;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.switching.Switch;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.simulation.schedule.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The control store, as engine/store keeps it: events without gaps, one decision for each switch,
/// and nothing for whoever has an older lease. It may be away, and answers may be lost.
final class SimulatedStore implements Journal.Log, Switch.Decisions {
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Scheduler scheduler;
  private final Faults faults;
  private final Story story;
  private final History history;
  private final List<Recorded> events = new ArrayList<>();
  private final Map<Integer, Decision> decisions = new HashMap<>();
  private long lease;

  /// Who no longer knows what of it is recorded, because it ends; the others of its threads are
  /// refused, too.
  private long givenUp;

  private boolean away;

  SimulatedStore(Scheduler scheduler, Faults faults, Story story) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.story = story;
    this.history = new History(decisions, story);
  }

  /// The answer did not come.
  private static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final boolean inDoubt;

    Lost(boolean inDoubt) {
      super("the control store is away", null, false, false);
      this.inDoubt = inDoubt;
    }
  }

  void away(boolean isAway) {
    away = isAway;
  }

  /// The newest lease that was given out.
  long lease() {
    return lease;
  }

  History history() {
    return history;
  }

  /// From now on older ones write nothing here.
  Lease take(String migration) {
    return outlast("take the lease", () -> new Lease(migration, "store", ++lease));
  }

  @Override
  public Recorded append(Lease mine, long seq, MigrationEvent event) {
    Recorded recorded =
        new Recorded(
            mine.migration(), seq, Instant.ofEpochSecond(0, scheduler.now()), "simulated", event);
    try {
      return outlast("record " + event.getClass().getSimpleName(), () -> appended(mine, recorded));
    } catch (CrossfadeException e) {
      givenUp = mine.number();
      throw e;
    }
  }

  private Recorded appended(Lease mine, Recorded recorded) {
    require(mine);
    boolean isThere =
        recorded.seq() <= events.size() && events.get((int) recorded.seq() - 1).equals(recorded);
    if (!isThere) {
      boolean isNext = recorded.seq() == events.size() + 1;
      if (!isNext && mine.number() == givenUp) {
        throw superseded(mine);
      }
      if (!isNext) {
        throw story.violated(
            new Violation(
                "the store got event %d of lease %d after event %d"
                    .formatted(recorded.seq(), mine.number(), events.size())));
      }
      history.add(recorded.event());
      events.add(recorded);
      story.tell("store", "lease %d: %s".formatted(mine.number(), recorded.event()));
    }
    return recorded;
  }

  @Override
  public List<Recorded> events(String migration) {
    return outlast("read the events", () -> List.copyOf(events));
  }

  @Override
  public Optional<String> away() {
    return away ? Optional.of("the control store is away.") : Optional.empty();
  }

  @Override
  public Decision decide(Lease mine, int number, Decision wanted) {
    return outlast("decide", () -> decided(mine, number, wanted));
  }

  @Override
  public Optional<Decision> tryToDecide(Lease mine, int number, Decision wanted) {
    try {
      return Optional.of(once("decide", () -> decided(mine, number, wanted)));
    } catch (Lost e) {
      return e.inDoubt && wanted == Decision.FLIP
          ? Optional.of(decide(mine, number, Decision.ABORT))
          : Optional.empty();
    }
  }

  @Override
  public Optional<Decision> outcome(String migration, int number) {
    return outlast("look at the decision", () -> Optional.ofNullable(decisions.get(number)));
  }

  private Decision decided(Lease mine, int number, Decision wanted) {
    require(mine);
    Decision before = decisions.putIfAbsent(number, wanted);
    if (before == null) {
      story.tell(
          "store", "lease %d decides switch %d: %s".formatted(mine.number(), number, wanted));
    }
    return before == null ? wanted : before;
  }

  private void require(Lease mine) {
    if (mine.number() != lease) {
      throw superseded(mine);
    }
  }

  private static CrossfadeException superseded(Lease lease) {
    return new CrossfadeException(
        ErrorCode.SUPERSEDED, "lease %d is not the newest any more".formatted(lease.number()));
  }

  private <T> T outlast(String what, Supplier<T> work) {
    while (true) {
      try {
        return once(what, work);
      } catch (Lost _) {
        pause(AGAIN);
      }
    }
  }

  private <T> T once(String what, Supplier<T> work) {
    onTheWay(what, false);
    T answer = work.get();
    onTheWay(what, true);
    return answer;
  }

  private void onTheWay(String what, boolean isDone) {
    Duration delay = faults.delay(what);
    if (delay.isZero()) {
      scheduler.giveWay();
    } else {
      pause(delay);
    }
    story.step("" + scheduler.current(), what);
    if (away || faults.loses(what)) {
      throw new Lost(isDone);
    }
  }

  private void pause(Duration duration) {
    try {
      boolean _ = scheduler.await(() -> false, duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrossfadeException(
          ErrorCode.NOT_RUNNING, "this process ends while the control store is away", e);
    }
  }
}
