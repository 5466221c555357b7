package io.crossfade.simulation;

import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.engine.Control;
import io.crossfade.engine.Journal;
import io.crossfade.engine.Machine;
import io.crossfade.engine.OpenMigration;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.memory.MemoryServer;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Side;
import io.crossfade.simulation.schedule.Actor;
import io.crossfade.simulation.schedule.SimulatedTiming;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A process of ours: the real classes, from taking the lease on.
final class Engine {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final OpenMigration.Beginning NOBODY =
      new OpenMigration.Beginning(Path.of("."), Set.of(), "nobody");

  private final World world;
  private final Actor actor;
  private @Nullable OpenMigration open;
  private boolean isThrough;

  Engine(World world, int number) {
    this.world = world;
    this.actor = world.scheduler().actor("engine " + number);
  }

  void start() {
    world.story().tell(actor.name(), "starts");
    actor.start(this::run);
  }

  Actor actor() {
    return actor;
  }

  /// Null until it has got so far.
  @Nullable Control control() {
    return open == null ? null : open.migration();
  }

  @Nullable RouteBoard board() {
    return open == null ? null : open.board();
  }

  /// Whether all steps that it makes by itself are behind it.
  boolean isThrough() {
    return isThrough;
  }

  /// As kill -9 does.
  void kill() {
    world.story().tell(actor.name(), "is killed");
    vanish();
  }

  private void vanish() {
    actor.kill();
    world.servers().values().forEach(server -> server.kill(actor.name()));
  }

  private void run() {
    try {
      Lease lease = world.store().take(World.MIGRATION);
      actor.start(() -> watch(lease));
      Journal journal = Journal.open(world.store(), lease);
      open =
          new OpenMigration(
              world.manifest(), databases(), journal, world.store(), NOBODY, machine());
      open.migration().run();
      isThrough = true;
      open.migration().awaitEnd();
      end("has nothing more to do");
    } catch (CrossfadeException e) {
      end("stops: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end("was interrupted");
    } catch (Violation e) {
      world.violated(e);
    } catch (RuntimeException e) {
      world.violated(new Violation("%s failed: %s".formatted(actor, trace(e))));
    }
  }

  static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private void end(String why) {
    world.story().tell(actor.name(), why);
    if (open != null) {
      open.close();
    }
    vanish();
  }

  /// As cli/process/Turn does: who finds that another has taken over ends.
  private void watch(Lease mine) {
    while (world.store().lease() == mine.number()) {
      world.pause(LOOK);
    }
    world.story().tell(actor.name(), "finds that another process has taken over, and ends");
    vanish();
  }

  private Map<Side, Database> databases() {
    Map<Side, Database> databases = new EnumMap<>(Side.class);
    for (Map.Entry<Side, MemoryServer> server : world.servers().entrySet()) {
      databases.put(server.getKey(), server.getValue().open(actor.name()));
    }
    return databases;
  }

  private Machine machine() {
    return new Machine(
        new SimulatedTiming(world.scheduler()),
        world.clock(),
        Executors.newThreadPerTaskExecutor(actor.threads()),
        actor.threads(),
        1,
        actor.name());
  }
}
