package io.crossfade.simulation.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Lets one thread go on at a time, and chance says which. A thread goes on until it waits or gives
/// way; nothing happens beside it. Time passes a little with each step, and jumps to the next
/// sleeper when nobody can do anything.
public final class Scheduler {
  private static final int LONGEST_STEP = 60_000;

  private final Chance chance;
  private final List<Part> ready = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final Thread carrier = Thread.currentThread();
  private long now;
  private long steps;
  private volatile @Nullable String foreign;
  private @Nullable Actor current;

  private record Part(Actor actor, Runnable work) {}

  /// Somebody who goes on when it is so, or the time is over.
  private final class Waiting {
    private final Actor actor;
    private final BooleanSupplier condition;
    private final long until;
    private final Runnable goOn;

    Waiting(Actor actor, BooleanSupplier condition, long until, Runnable goOn) {
      this.actor = actor;
      this.condition = condition;
      this.until = until;
      this.goOn = goOn;
    }

    boolean isOver() {
      return now >= until || condition.getAsBoolean();
    }
  }

  public Scheduler(Chance chance) {
    this.chance = chance;
  }

  public Actor actor(String name) {
    return new Actor(this, name);
  }

  /// In nanoseconds since the world began.
  public long now() {
    return now;
  }

  public long steps() {
    return steps;
  }

  /// Goes on until it is so. False when that will never be, because nobody can do anything.
  public boolean runUntil(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      wake();
      if (ready.isEmpty() && !sleep()) {
        return false;
      }
      if (!ready.isEmpty()) {
        step();
      }
    }
    return true;
  }

  private void step() {
    Part next = ready.remove(chance.below(ready.size()));
    steps++;
    now += chance.below(LONGEST_STEP);
    current = next.actor();
    next.work().run();
    current = null;
    if (foreign != null) {
      throw new IllegalStateException(
          "no longer the same for the same seed: a thread was woken by "
              + foreign
              + ", so something waits by real time or for an object's monitor");
    }
  }

  private void wake() {
    for (int i = 0; i < waiting.size(); ) {
      Waiting first = waiting.get(i);
      if (first.isOver()) {
        waiting.remove(i);
        first.goOn.run();
      } else {
        i++;
      }
    }
  }

  /// Whether there is anybody who wakes up sometime.
  private boolean sleep() {
    long next = Long.MAX_VALUE;
    for (Waiting sleeper : waiting) {
      next = Math.min(next, sleeper.until);
    }
    if (next == Long.MAX_VALUE) {
      return false;
    }
    now = Math.max(now, next);
    return true;
  }

  /// Who goes on now; null between two steps.
  public @Nullable Actor current() {
    return current;
  }

  private Actor mover() {
    Actor actor = current;
    if (actor == null) {
      throw new IllegalStateException("only an actor can wait");
    }
    return actor;
  }

  /// Others may go first.
  public void giveWay() {
    Thread.yield();
  }

  /// Waits until it is so; false when patience ends first.
  public boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
    Actor actor = mover();
    long until = now + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (now >= until) {
        return false;
      }
      Thread thread = Thread.currentThread();
      Waiting entry = new Waiting(actor, condition, until, () -> LockSupport.unpark(thread));
      waiting.add(entry);
      LockSupport.park(this);
      waiting.remove(entry);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return true;
  }

  /// Does the work on a thread of whoever goes on now, once the time has come. Returns how to call
  /// that off.
  public Runnable after(Duration delay, Runnable work) {
    Actor actor = mover();
    Waiting entry = new Waiting(actor, () -> false, now + delay.toNanos(), () -> actor.start(work));
    waiting.add(entry);
    return () -> waiting.remove(entry);
  }

  void ready(Actor actor, Runnable part) {
    Thread by = Thread.currentThread();
    if (!by.equals(carrier) && !by.isVirtual()) {
      foreign = by.getName();
      return;
    }
    ready.add(new Part(actor, part));
  }

  List<Runnable> takeBack(Actor actor) {
    List<Runnable> parts =
        ready.stream().filter(part -> part.actor() == actor).map(Part::work).toList();
    ready.removeIf(part -> part.actor() == actor);
    return parts;
  }

  void forget(Actor actor) {
    ready.removeIf(part -> part.actor() == actor);
    waiting.removeIf(entry -> entry.actor == actor);
  }
}
