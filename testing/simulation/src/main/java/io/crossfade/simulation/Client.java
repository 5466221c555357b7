package io.crossfade.simulation;

import io.crossfade.client.RoutedTransaction;
import io.crossfade.memory.Application;
import io.crossfade.memory.ServerError;
import io.crossfade.model.Side;
import io.crossfade.simulation.schedule.Actor;
import io.crossfade.simulation.schedule.Chance;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thread of the shop. It writes rows that are its own, and remembers what it was told.
final class Client {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final double ROLLS_BACK = 0.08;
  private static final double READS = 0.2;
  private static final double THINKS = 0.05;
  private static final double HEARS = 0.02;

  private final World world;
  private final Actor actor;
  private final Chance chance;
  private final Operations operations;
  private final Duration pause;
  private final int number;
  private final boolean isStale;
  private @Nullable Front own;
  private @Nullable Front connectedBy;
  private final Map<Side, Application> connections = new EnumMap<>(Side.class);
  private Side remembered = Side.SOURCE;
  private boolean isStopping;
  private boolean hasStopped;

  /// @param isStale whether it has never heard of routers, and writes where it was told to long ago
  Client(World world, int number, boolean isStale) {
    this.world = world;
    this.actor = world.scheduler().actor((isStale ? "stale client " : "client ") + number);
    this.chance = world.chance();
    this.operations = new Operations(world, number);
    this.pause = chance.duration(Duration.ofMillis(20), Duration.ofSeconds(1));
    this.number = number;
    this.isStale = isStale;
  }

  Actor actor() {
    return actor;
  }

  /// Where it has a router of its own; null behind a gateway, and for whoever knows of none.
  @Nullable Front own() {
    return own;
  }

  void start() {
    if (!isStale && world.gateways().isEmpty()) {
      own = new Front(world, actor, World.FIRST);
    }
    actor.start(() -> {
      try {
        while (!isStopping) {
          world.pause(chance.duration(SOON, pause));
          takePart();
        }
      } catch (Violation e) {
        world.violated(e);
      }
      if (own != null) {
        own.leave();
      }
      hasStopped = true;
    });
  }

  void stop() {
    isStopping = true;
  }

  boolean hasStopped() {
    return hasStopped;
  }

  private void takePart() {
    if (isStale) {
      if (chance.happens(HEARS)) {
        remembered = world.store().history().authoritative();
      }
      transact(remembered);
      return;
    }
    Front front = own == null ? world.gateways().of(number) : own;
    RoutedTransaction begun = front.begin();
    if (begun == null) {
      return;
    }
    connectBy(front);
    try {
      transact(History.written(begun.route()));
    } finally {
      front.ended(begun);
    }
  }

  /// Connections of a gateway are of no use behind another one.
  private void connectBy(Front front) {
    if (connectedBy != front) {
      connections.values().forEach(Application::close);
      connections.clear();
      connectedBy = front;
    }
  }

  private void transact(Side side) {
    Truth.Attempt attempt = world.truth().new Attempt();
    boolean isCommitting = false;
    try {
      Application application = connection(side);
      if (!isStale && chance.happens(READS)) {
        operations.read(application, side);
        return;
      }
      application.begin();
      for (int i = chance.between(1, 4); i > 0; i--) {
        operations.write(application, attempt, side);
        think();
      }
      if (chance.happens(ROLLS_BACK)) {
        application.rollback();
        tell("rolls back", side);
        return;
      }
      isCommitting = true;
      application.commit();
      attempt.committed();
      tell("got its commit acknowledged", side);
    } catch (ServerError e) {
      failed(side, attempt, isCommitting, e);
    }
  }

  private void failed(Side side, Truth.Attempt attempt, boolean isCommitting, ServerError e) {
    boolean isLost = e.kind() == ServerError.Kind.CONNECTION_LOST;
    Application application = isLost ? connections.remove(side) : connections.get(side);
    if (isCommitting && isLost) {
      attempt.inDoubt();
      tell("does not know whether its commit came through", side);
    } else {
      tell("is refused: " + e.kind(), side);
    }
    if (application != null && isLost) {
      application.close();
    } else if (application != null) {
      application.rollback();
    }
  }

  private void think() {
    if (chance.happens(THINKS)) {
      world.pause(chance.duration(SOON, Duration.ofSeconds(1)));
    }
  }

  private Application connection(Side side) {
    Application known = connections.get(side);
    if (known == null) {
      Actor owner = connectedBy == null ? actor : connectedBy.actor();
      known = world.server(side).connect(owner.name());
      connections.put(side, known);
    }
    return known;
  }

  private void tell(String what, Side side) {
    world
        .story()
        .tell(
            actor.name(), "  %s on the %s (%s)".formatted(what, side.spelled(), operations.last()));
  }
}
