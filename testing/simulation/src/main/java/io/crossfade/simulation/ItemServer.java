package io.crossfade.simulation;

import io.crossfade.client.dual.ItemStore;
import io.crossfade.client.dual.Versioned;
import io.crossfade.simulation.schedule.Actor;
import io.crossfade.simulation.schedule.Scheduler;
import java.sql.SQLRecoverableException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One side's items, with versions and tombstones as client/dual asks for them. Answers get lost,
/// before and after something was done, and what was lost may still be done later.
final class ItemServer implements ItemStore<String> {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration LATE = Duration.ofSeconds(3);

  /// Versions that were issued under a newer route are greater.
  private static final long EPOCH = 1_000_000;

  private final Scheduler scheduler;
  private final Faults faults;
  private final Story story;
  private final Actor servers;
  private final String name;
  private final Map<String, Versioned<String>> items = new TreeMap<>();
  private final Set<Integer> underWay = new TreeSet<>();
  private int begun;
  private boolean isFenced;

  ItemServer(Scheduler scheduler, Faults faults, Story story, String name) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.story = story;
    this.servers = scheduler.actor(name);
    this.name = name;
  }

  /// Whether the application is refused. Mirrors pass.
  void fence(boolean raised) {
    isFenced = raised;
  }

  /// What the application writes, with its next version; null deletes.
  void write(String key, @Nullable String value, long epoch) throws Exception {
    asked(
        "write " + key,
        () -> {
          if (isFenced) {
            return false;
          }
          long version = Math.max(epoch * EPOCH, now(key).version()) + 1;
          items.put(key, new Versioned<>(version, value));
          return true;
        });
  }

  @Override
  public Versioned<String> read(String key) throws Exception {
    return asked("read " + key, () -> now(key));
  }

  @Override
  public boolean put(String key, Versioned<String> state) throws Exception {
    return asked(
        "put " + key,
        () -> {
          boolean isNewer = state.version() > now(key).version();
          if (isNewer) {
            items.put(key, state);
          }
          return isNewer;
        });
  }

  /// For a judge.
  Versioned<String> now(String key) {
    return items.getOrDefault(key, new Versioned<>(0, null));
  }

  private <T> T asked(String what, Supplier<T> work) throws Exception {
    onTheWay(what);
    if (faults.loses(what)) {
      if (faults.loses(what) || what.startsWith("write")) {
        later(what, work);
      }
      throw lost();
    }
    story.step("" + scheduler.current(), what + " on the " + name);
    T answer = work.get();
    onTheWay(what);
    if (faults.loses(what)) {
      throw lost();
    }
    if (Boolean.FALSE.equals(answer) && what.startsWith("write")) {
      throw new Refused();
    }
    return answer;
  }

  /// Nobody hears any more what came of it.
  private void later(String what, Supplier<?> work) {
    int number = ++begun;
    underWay.add(number);
    servers.start(() -> {
      boolean _ = await(faults.between(SOON, LATE));
      story.step(name, "late: " + what);
      var _ = work.get();
      underWay.remove(number);
    });
  }

  /// Waits until all that is under way here has ended, as a copy does before its first snapshot.
  void awaitEnded() throws InterruptedException {
    int last = begun;
    boolean _ =
        scheduler.await(
            () -> underWay.stream().noneMatch(number -> number <= last), LATE.multipliedBy(2));
  }

  /// By the fence.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
  }

  private void onTheWay(String what) {
    Duration delay = faults.delay(what);
    if (delay.isZero()) {
      scheduler.giveWay();
    } else {
      boolean _ = await(delay);
    }
  }

  private boolean await(Duration duration) {
    try {
      return scheduler.await(() -> false, duration);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts who asks a store", e);
    }
  }

  private static SQLRecoverableException lost() {
    return new SQLRecoverableException("the connection broke", "08006");
  }
}
