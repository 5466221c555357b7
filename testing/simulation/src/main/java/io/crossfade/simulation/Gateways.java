package io.crossfade.simulation;

import io.crossfade.model.Route;
import java.util.ArrayList;
import java.util.List;

/// The gateways of a world that has any, side by side before the same databases, and who comes
/// after them.
final class Gateways {
  private final World world;
  private final List<Front> serving = new ArrayList<>();
  private int count;

  Gateways(World world) {
    this.world = world;
  }

  /// A new one beside the others.
  void open() {
    serving.add(another(World.FIRST));
  }

  boolean isEmpty() {
    return serving.isEmpty();
  }

  List<Front> serving() {
    return serving;
  }

  /// The one that a client comes to.
  Front of(int client) {
    return serving.get(client % serving.size());
  }

  /// A new process takes over its place, and it leaves once its transactions have ended.
  void handOver(Front old) {
    if (!old.isGone()) {
      Front next = another(old.route());
      world.story().tell("fate", next.actor() + " takes over from " + old.actor());
      serving.set(serving.indexOf(old), next);
      old.leave();
    }
  }

  /// It dies in the midst of all its sessions; another is started, with the route that it kept.
  void kill(Front old) {
    if (!old.isGone()) {
      Front next = another(old.route());
      world.story().tell("fate", "kills " + old.actor() + "; " + next.actor() + " is started");
      serving.set(serving.indexOf(old), next);
      old.kill();
    }
  }

  private Front another(Route kept) {
    return new Front(world, world.scheduler().actor("gateway " + ++count), kept);
  }
}
