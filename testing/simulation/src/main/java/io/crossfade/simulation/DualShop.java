package io.crossfade.simulation;

import io.crossfade.client.HoldListener;
import io.crossfade.client.Router;
import io.crossfade.client.RouterState;
import io.crossfade.client.dual.DualWrite;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.Item;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.simulation.schedule.Actor;
import io.crossfade.simulation.schedule.Chance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A process that writes both sides by the real DualWriter, with durable intents on a disk that
/// outlives it, under a real router.
final class DualShop implements SimulatedRoutes.Plane {
  static final String STORE = "note";
  private static final Duration IN_DOUBT = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofMillis(1);

  private final DualWorld world;
  private final Actor actor;
  private final Chance chance;
  private final Path disk;
  private final Router router;
  private final DualWriter writer;
  private final int number;
  private boolean isStopping;
  private boolean isStill;

  /// @param left the disk of the process before, if there was one
  DualShop(DualWorld world, int number, String name, Path disk, @Nullable Path left) {
    this.world = world;
    this.number = number;
    this.actor = world.scheduler().actor(name);
    this.chance = world.chance();
    this.disk = disk;
    if (left != null) {
      copy(left, disk);
    }
    this.router =
        new Router(
            new SimulatedRoutes(world.scheduler(), actor, world.first(), this),
            Router.DEFAULT_HOLD_LIMIT,
            HoldListener.NONE,
            actor.threads());
    this.writer =
        DualWriter.with(router)
            .store(STORE, world.items(Side.SOURCE), world.items(Side.TARGET))
            .durableIntent(disk)
            .limits(10_000, IN_DOUBT)
            .mirrorsOn(actor::start)
            .drainEvery(null)
            .given(() -> world.scheduler().now(), () -> chance.below(1_000) / 1e3)
            .start();
  }

  private static void copy(Path left, Path disk) {
    try {
      Files.createDirectories(disk);
      Files.copy(left.resolve("intents"), disk.resolve("intents"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void start() {
    actor.start(() -> {
      while (!isStopping) {
        world.pause(chance.duration(SOON, Duration.ofMillis(500)));
        boolean _ = world.await(() -> !router.route().held(), Router.DEFAULT_HOLD_LIMIT);
        if (!router.route().held()) {
          write(Integer.toString(chance.below(DualWorld.KEYS) * 10 + number));
        }
      }
      isStill = true;
    });
    actor.start(() -> {
      while (true) {
        drain();
        world.pause(Duration.ofMillis(router.route().held() ? 20 : 300));
      }
    });
  }

  private void write(String key) {
    String value = chance.happens(0.2) ? null : "v" + world.stamp();
    world.told().attempts(key, value);
    try (DualWrite write = writer.begin(key, side -> {})) {
      write.note(new Item(STORE, key));
      try {
        world.items(write.side()).write(key, value, write.epoch());
      } catch (ItemServer.Refused _) {
        write.undone();
        world.told().refused(key, value);
        return;
      }
      world.told().succeeded(key, value);
      world.story().tell(actor.name(), "  wrote %s as %s".formatted(key, value));
      write.done();
    } catch (CrossfadeException e) {
      world.story().tell(actor.name(), "  " + key + " is refused: " + e.getMessage());
      world.told().refused(key, value);
    } catch (Exception e) {
      world
          .story()
          .tell(actor.name(), "  does not know whether it wrote %s : %s".formatted(key, e));
    }
  }

  private void drain() {
    try {
      int _ = writer.drain();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a drain", e);
    }
  }

  /// How many items are not on the other side, as it tells the control plane.
  long pending() {
    try {
      return writer.pending();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  Actor actor() {
    return actor;
  }

  int number() {
    return number;
  }

  Path disk() {
    return disk;
  }

  void stop() {
    isStopping = true;
  }

  boolean isStill() {
    return isStill;
  }

  /// Files and threads of this machine, once the world is over.
  void close() {
    writer.close();
    router.close();
  }

  @Override
  public RouteBoard board() {
    return world.board();
  }

  @Override
  public void answers(Route route) {
    world.story().step(actor.name(), "is told epoch " + route.epoch());
  }

  @Override
  public void hears(RouterState told) {
    world.story().step(actor.name(), "tells epoch " + told.epoch());
  }
}
