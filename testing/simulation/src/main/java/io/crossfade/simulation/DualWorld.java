package io.crossfade.simulation;

import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.simulation.schedule.Chance;
import io.crossfade.simulation.schedule.Scheduler;
import io.crossfade.simulation.schedule.SimulatedTiming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One seed's world of an application that writes both sides itself: stores, processes, a control
/// plane's board of routes, and what the application was told.
final class DualWorld {
  static final int KEYS = 4;

  private final Chance chance;
  private final Scheduler scheduler;
  private final Faults faults;
  private final Story story;
  private final Path disk;
  private final RouteBoard board;
  private final Map<Side, ItemServer> servers = new EnumMap<>(Side.class);
  private final List<DualShop> alive = new ArrayList<>();
  private final List<DualShop> all = new ArrayList<>();

  private final Acknowledged told = new Acknowledged();
  private int processes;
  private int stamps;

  DualWorld(long seed, Path disk) {
    this.chance = new Chance(seed);
    this.scheduler = new Scheduler(chance);
    this.faults = new Faults(scheduler, chance);
    this.story = new Story(scheduler);
    this.disk = disk;
    this.board =
        new RouteBoard(Route.initial("notes"), route -> {}, new SimulatedTiming(scheduler));
    for (Side side : Side.values()) {
      String name = side.spelled();
      servers.put(side, new ItemServer(scheduler, faults, story, name));
    }
  }

  void open() {
    processes = chance.between(1, 3);
    for (int number = 0; number < processes; number++) {
      start(number, null);
    }
  }

  private void start(int number, @Nullable Path left) {
    String name = "process " + (all.size() + 1);
    DualShop shop = new DualShop(this, number, name, disk.resolve(name), left);
    alive.add(shop);
    all.add(shop);
    shop.start();
  }

  /// It dies, and after a while another finds its disk.
  void kill(DualShop shop) {
    story.tell(shop.actor().name(), "is killed");
    shop.actor().kill();
    alive.remove(shop);
  }

  void startAfter(DualShop dead) {
    start(dead.number(), dead.disk());
  }

  Chance chance() {
    return chance;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Faults faults() {
    return faults;
  }

  Story story() {
    return story;
  }

  RouteBoard board() {
    return board;
  }

  /// With which a process begins.
  Route first() {
    return board.current();
  }

  ItemServer items(Side side) {
    ItemServer server = servers.get(side);
    if (server == null) {
      throw new IllegalStateException("no store on " + side);
    }
    return server;
  }

  List<DualShop> alive() {
    return alive;
  }

  List<DualShop> all() {
    return all;
  }

  String stamp() {
    return Integer.toString(++stamps);
  }

  /// What the application was told.
  Acknowledged told() {
    return told;
  }

  /// How many there are when none is dead.
  int processes() {
    return processes;
  }

  void pause(Duration duration) {
    boolean _ = await(() -> false, duration);
  }

  boolean await(BooleanSupplier condition, Duration patience) {
    try {
      return scheduler.await(condition, patience);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the world's own actors", e);
    }
  }
}
