package io.crossfade.simulation.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/// A process of the simulated world, or a person in it: its threads stop and end together.
public final class Actor {
  private final Scheduler scheduler;
  private final String name;
  private final List<Runnable> frozen = new ArrayList<>();
  private boolean isFrozen;
  private boolean isDead;
  private int threads;

  Actor(Scheduler scheduler, String name) {
    this.scheduler = scheduler;
    this.name = name;
  }

  public String name() {
    return name;
  }

  public void start(Runnable work) {
    thread(work).start();
  }

  /// A thread of this actor, not yet started.
  public Thread thread(Runnable work) {
    return VirtualThreads.unstarted(this::goesOn, name + "/" + ++threads, work);
  }

  public ThreadFactory threads() {
    return this::thread;
  }

  /// It vanishes in the midst of whatever it did, and finishes nothing.
  public void kill() {
    isDead = true;
    frozen.clear();
    scheduler.forget(this);
  }

  public boolean isDead() {
    return isDead;
  }

  /// As SIGSTOP does: nothing of it goes on before [#thaw].
  public void freeze() {
    isFrozen = true;
    frozen.addAll(scheduler.takeBack(this));
  }

  /// As SIGCONT does.
  public void thaw() {
    isFrozen = false;
    frozen.forEach(this::goesOn);
    frozen.clear();
  }

  public boolean isFrozen() {
    return isFrozen;
  }

  private void goesOn(Runnable part) {
    if (isDead) {
      return;
    }
    if (isFrozen) {
      frozen.add(part);
    } else {
      scheduler.ready(this, part);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
