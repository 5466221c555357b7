package io.crossfade.simulation;

import io.crossfade.memory.MemoryServer;
import io.crossfade.simulation.schedule.Actor;
import io.crossfade.simulation.schedule.Chance;
import java.time.Duration;
import java.util.List;

/// What befalls the machines: processes die, stop and go on, servers crash, the store is away. And
/// the one who starts a process of ours again when there is none.
final class Fate {
  private static final Duration INSTANT = Duration.ofNanos(10_000);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final double STORE_IN_A_SWITCH = 0.2;

  private final World world;
  private final Actor actor;
  private final Chance chance;
  private final int blows;
  private boolean isOver;

  Fate(World world) {
    this.world = world;
    this.actor = world.scheduler().actor("fate");
    this.chance = world.chance();
    this.blows = chance.one(List.of(0, 1, 2, 3, 5, 8));
  }

  void start() {
    actor.start(() -> {
      for (int i = 0; i < blows; i++) {
        strike(awaitMoment());
      }
      isOver = true;
    });
    actor.start(this::superviseForEver);
  }

  boolean isOver() {
    return isOver;
  }

  private enum Moment {
    ANY,
    AFTER_AN_EVENT,
    IN_A_SWITCH
  }

  /// At any time, just after something that the migration has done, or in the midst of a switch.
  private Moment awaitMoment() {
    Moment moment =
        chance.one(
            List.of(Moment.ANY, Moment.IN_A_SWITCH, Moment.AFTER_AN_EVENT, Moment.AFTER_AN_EVENT));
    switch (moment) {
      case ANY -> world.pause(chance.duration(Duration.ofMillis(10), Duration.ofSeconds(4)));
      case IN_A_SWITCH -> inTheMidstOfASwitch();
      case AFTER_AN_EVENT -> justAfterAnEvent();
    }
    return moment;
  }

  private void justAfterAnEvent() {
    for (int i = chance.between(1, 6); i > 0; i--) {
      long before = world.store().history().size();
      boolean _ = world.await(() -> world.store().history().size() > before, Duration.ofSeconds(3));
    }
    world.pause(chance.duration(INSTANT, Duration.ofMillis(300)));
  }

  /// Every other time when it is decided, and not everybody knows.
  private void inTheMidstOfASwitch() {
    History history = world.store().history();
    boolean late = chance.happens(0.5);
    boolean _ =
        world.await(
            () -> late ? history.isOpenAndDecided() : history.openSwitch() != null,
            Duration.ofSeconds(20));
    world.pause(chance.duration(INSTANT, Duration.ofMillis(late ? 1 : 3)));
  }

  /// Nobody can decide a switch while the store is away, so that is when it goes most often.
  private void strike(Moment moment) {
    if (moment == Moment.IN_A_SWITCH && chance.happens(STORE_IN_A_SWITCH)) {
      loseStore();
      return;
    }
    switch (chance.below(10)) {
      case 0, 1, 2 -> kill();
      case 3 -> sleep(true);
      case 4 -> sleep(false);
      case 5 -> crash();
      case 6 -> loseStore();
      case 7 -> cutOff();
      case 8 -> changeGateway();
      default -> stopAClient();
    }
  }

  private void kill() {
    Engine engine = world.engines().newest();
    if (engine != null && !engine.actor().isDead()) {
      engine.kill();
    }
  }

  /// @param isReplaced whether another process takes over, and this one notices when it wakes up
  private void sleep(boolean isReplaced) {
    Engine engine = world.engines().reachable();
    if (engine == null) {
      return;
    }
    tell("stops " + engine.actor() + (isReplaced ? ", and another takes over" : ""));
    engine.actor().freeze();
    actor.start(() -> {
      world.pause(chance.duration(Duration.ofMillis(100), Duration.ofSeconds(10)));
      wake(engine.actor());
    });
    if (isReplaced) {
      world.pause(chance.duration(MOMENT, Duration.ofSeconds(2)));
      world.engines().startAnother();
    }
  }

  private void crash() {
    MemoryServer server = chance.one(List.copyOf(world.servers().values()));
    tell("crashes the " + server.name());
    server.crash();
    actor.start(() -> {
      world.pause(chance.duration(MOMENT, Duration.ofSeconds(8)));
      tell("starts the " + server.name() + " again");
      server.restart();
    });
  }

  private void loseStore() {
    tell("takes the store away");
    world.store().away(true);
    actor.start(() -> {
      world.pause(chance.duration(Duration.ofMillis(50), Duration.ofSeconds(8)));
      tell("brings the store back");
      world.store().away(false);
    });
  }

  private void stopAClient() {
    Actor client = chance.one(world.clients()).actor();
    if (!client.isFrozen()) {
      tell("stops " + client);
      client.freeze();
      actor.start(() -> {
        world.pause(chance.duration(Duration.ofMillis(100), Duration.ofSeconds(10)));
        wake(client);
      });
    }
  }

  /// A router hears nothing of the control plane, which hears nothing of it; both go on.
  private void cutOff() {
    List<Front> fronts = world.fronts();
    if (fronts.isEmpty()) {
      return;
    }
    Front front = chance.one(fronts);
    tell("cuts off the router of " + front.actor());
    front.routes().cut(true);
    actor.start(() -> {
      world.pause(chance.duration(Duration.ofMillis(100), Duration.ofSeconds(10)));
      tell("mends the network of " + front.actor());
      front.routes().cut(false);
    });
  }

  private void changeGateway() {
    if (world.gateways().isEmpty()) {
      stopAClient();
      return;
    }
    Front gateway = chance.one(world.gateways().serving());
    if (chance.happens(0.5)) {
      world.gateways().handOver(gateway);
    } else {
      world.gateways().kill(gateway);
    }
  }

  private void wake(Actor sleeper) {
    if (!sleeper.isDead()) {
      tell("lets " + sleeper + " go on");
      sleeper.thaw();
    }
  }

  private void superviseForEver() {
    // The shop has been there for a while.
    world.pause(chance.duration(MOMENT, Duration.ofSeconds(4)));
    while (world.store().history().end() == null) {
      Engine engine = world.engines().newest();
      if (engine == null || engine.actor().isDead()) {
        world.engines().startAnother();
      }
      world.pause(chance.duration(Duration.ofMillis(100), Duration.ofSeconds(1)));
    }
  }

  private void tell(String what) {
    world.story().tell(actor.name(), what);
  }
}
