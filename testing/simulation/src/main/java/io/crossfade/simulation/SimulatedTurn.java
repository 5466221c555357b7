package io.crossfade.simulation;

import io.crossfade.memory.ServerError;
import io.crossfade.memory.Turn;
import io.crossfade.simulation.schedule.Actor;
import io.crossfade.simulation.schedule.Scheduler;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The way to the servers: before and after each step others may go first, it may take long, and
/// the connection may break.
final class SimulatedTurn implements Turn {
  private final Scheduler scheduler;
  private final Faults faults;
  private final Story story;

  /// What the servers do by themselves.
  private final Actor servers;

  SimulatedTurn(Scheduler scheduler, Faults faults, Story story) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.story = story;
    this.servers = scheduler.actor("servers");
  }

  @Override
  public <T> T take(String what, Supplier<T> work) {
    Actor actor = scheduler.current();
    if (actor == null) {
      return work.get();
    }
    onTheWay(what);
    story.step(actor.name(), what);
    T answer = work.get();
    onTheWay(what);
    return answer;
  }

  private void onTheWay(String what) {
    pass(faults.delay(what));
    if (faults.loses(what)) {
      throw lost(what);
    }
  }

  private void pass(Duration delay) {
    if (delay.isZero()) {
      scheduler.giveWay();
    } else {
      await("be slow", () -> false, delay);
    }
  }

  private static ServerError lost(String what) {
    return new ServerError(
        ServerError.Kind.CONNECTION_LOST,
        "the connection broke, nobody knows whether before or after: " + what);
  }

  @Override
  public boolean await(String what, BooleanSupplier condition, Duration patience) {
    try {
      return scheduler.await(condition, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerError(
          ServerError.Kind.CONNECTION_LOST, "interrupted while waiting to " + what, e);
    }
  }

  @Override
  public long nanoTime() {
    return scheduler.now();
  }

  @Override
  public void now(Runnable work) {
    work.run();
  }

  @Override
  public void later(String what, Runnable work) {
    servers.start(() -> {
      pass(faults.delay(what));
      work.run();
    });
  }
}
