package io.crossfade.simulation;

import io.crossfade.client.dual.Versioned;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.simulation.schedule.Actor;
import io.crossfade.simulation.schedule.Chance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One seed's world of dual writes: mirrors begin, what was there before is carried over, writes
/// move there and perhaps back, processes die; and at the end both sides must be the same.
final class DualSimulation {
  private static final long MOST_STEPS = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration LONG = Duration.ofMinutes(2);

  private final DualWorld world;
  private final Chance chance;
  private final Actor operator;
  private final Actor fate;
  private boolean isOver;
  private boolean hasStruck;

  private DualSimulation(long seed, Path disk) {
    this.world = new DualWorld(seed, disk);
    this.chance = world.chance();
    this.operator = world.scheduler().actor("operator");
    this.fate = world.scheduler().actor("fate");
  }

  /// Whatever must never be is in the story.
  static Story run(long seed) {
    Path disk = null;
    try {
      disk = Files.createTempDirectory("crossfade-simulation");
      return new DualSimulation(seed, disk).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(disk);
    }
  }

  private static void delete(@Nullable Path disk) {
    if (disk == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(disk)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Story run() {
    try {
      world.open();
      guarded(operator, this::operate);
      guarded(fate, this::strike);
      runUntil("writes have moved", () -> isOver && hasStruck);
      world.faults().end();
      isOver = false;
      guarded(operator, this::rest);
      runUntil("both sides have come to rest", () -> isOver);
      if (world.story().violation() == null) {
        judge();
      }
    } catch (Violation e) {
      Violation _ = world.story().violated(e);
    } finally {
      world.all().forEach(DualShop::close);
    }
    return world.story();
  }

  private interface Doing {
    void run() throws InterruptedException;
  }

  private void guarded(Actor actor, Doing work) {
    actor.start(() -> {
      try {
        work.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Violation e) {
        Violation _ = world.story().violated(e);
      }
    });
  }

  private void runUntil(String what, BooleanSupplier done) {
    boolean ran =
        world
            .scheduler()
            .runUntil(() ->
                done.getAsBoolean()
                    || world.story().violation() != null
                    || world.scheduler().steps() > MOST_STEPS);
    if (!ran || world.scheduler().steps() > MOST_STEPS) {
      throw new Violation("it never came to it that " + what);
    }
  }

  private void operate() throws InterruptedException {
    world.items(Side.TARGET).fence(true);
    world.pause(chance.duration(Duration.ofMillis(1), Duration.ofSeconds(3)));
    publish(world.board().current().mirroredFrom(Side.SOURCE));
    world.board().awaitAcquainted();
    boolean drained = false;
    while (!drained) {
      drained = world.board().awaitDrained(world.board().current().epoch(), PATIENCE);
    }
    world.items(Side.SOURCE).awaitEnded();
    for (String key : List.copyOf(world.told().keys())) {
      carryOver(key);
    }
    for (int i = chance.between(1, 3); i > 0; i--) {
      world.pause(chance.duration(Duration.ofMillis(10), Duration.ofSeconds(3)));
      switchOver();
    }
    isOver = true;
  }

  /// What was there before the first mirror, as a copy does it that compares versions.
  private void carryOver(String key) {
    boolean isThere = false;
    while (!isThere) {
      try {
        boolean _ = world.items(Side.TARGET).put(key, world.items(Side.SOURCE).read(key));
        isThere = true;
      } catch (Exception e) {
        world.story().tell(operator.name(), "  carries %s over again: %s".formatted(key, e));
        world.pause(Duration.ofMillis(50));
      }
    }
  }

  /// Hold, drain, fence, and every ledger empty; or everything stays as it was.
  private void switchOver() throws InterruptedException {
    Route before = world.board().current();
    Side from = before.writes().authoritative();
    publish(before.hold());
    boolean drained = world.board().awaitDrained(world.board().current().epoch(), PATIENCE);
    world.items(from).fence(true);
    if (drained && world.await(this::areLedgersEmpty, PATIENCE)) {
      judgeEqual("when writes move");
      world.items(from.other()).fence(false);
      publish(world.board().current().mirroredFrom(from.other()));
    } else {
      world.items(from).fence(false);
      publish(world.board().current().release());
    }
  }

  /// Of all processes; one that has died and left its ledger behind is waited for.
  private boolean areLedgersEmpty() {
    return world.alive().size() == world.processes()
        && world.alive().stream().allMatch(shop -> shop.pending() == 0);
  }

  private void publish(Route route) {
    world.story().tell(operator.name(), "publishes " + route);
    world.board().publish(route);
  }

  private void strike() {
    for (int blows = chance.one(List.of(0, 1, 2, 4)); blows > 0; blows--) {
      world.pause(chance.duration(Duration.ofMillis(10), Duration.ofSeconds(4)));
      if (!world.alive().isEmpty()) {
        DualShop shop = chance.one(world.alive());
        world.kill(shop);
        world.pause(chance.duration(Duration.ofMillis(1), Duration.ofSeconds(2)));
        world.startAfter(shop);
      }
    }
    hasStruck = true;
  }

  private void rest() {
    List<DualShop> shops = List.copyOf(world.alive());
    shops.forEach(DualShop::stop);
    if (!world.await(() -> shops.stream().allMatch(DualShop::isStill) && areLedgersEmpty(), LONG)) {
      throw new Violation("ledgers do not become empty, although nothing goes wrong any more");
    }
    isOver = true;
  }

  private void judge() {
    judgeEqual("at the end");
    Side side = world.board().current().writes().authoritative();
    for (String key : world.told().keys()) {
      world.told().judge(side.spelled(), key, value(side, key));
    }
  }

  private void judgeEqual(String when) {
    for (String key : world.told().keys()) {
      Versioned<String> source = world.items(Side.SOURCE).now(key);
      Versioned<String> target = world.items(Side.TARGET).now(key);
      if (!source.equals(target)) {
        throw new Violation(
            key, "item %s differs %s: %s and %s".formatted(key, when, source, target));
      }
    }
  }

  private @Nullable String value(Side side, String key) {
    return world.items(side).now(key).value();
  }
}
