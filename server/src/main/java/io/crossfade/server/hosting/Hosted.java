package io.crossfade.server.hosting;

import io.crossfade.engine.OpenMigration.Taking;
import io.crossfade.engine.shape.SourceTables;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.engine.store.Manifests;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One migration of a [Host], on a thread of its own: waits for its turn, carries it on, and begins
/// again where that ended for something that passes. Whatever else ends it is kept for people, who
/// mend it and say [#again].
final class Hosted implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hosted.class);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final String name;
  private final Store store;
  private final boolean isShared;
  private final Supplier<LeaseHolder> us;
  private final Opening opening;
  private final Thread thread;

  private State state = State.Waiting.FOR_NOBODY;
  private Set<TableName> anew = Set.of();
  private @Nullable Turn turn;
  private boolean asked;
  private boolean closing;

  /// What this process does for a migration.
  sealed interface State {
    /// @param whom who carries it on, for people
    record Waiting(String whom) implements State {
      static final Waiting FOR_NOBODY = new Waiting("it is being opened");
    }

    record Running(Carried carried) implements State {}

    /// Until somebody has mended what it says.
    record Stopped(CrossfadeException why) implements State {}

    record Ended() implements State {}
  }

  /// @param isShared whether other processes reach the store too, so that it has to be our turn
  Hosted(String name, Store store, boolean isShared, Supplier<LeaseHolder> us, Opening opening) {
    this.name = name;
    this.store = store;
    this.isShared = isShared;
    this.us = us;
    this.opening = opening;
    this.thread = Thread.ofPlatform().name("migration-" + name).unstarted(this::carryOnUntilEnd);
  }

  Hosted start() {
    thread.start();
    return this;
  }

  synchronized State state() {
    return state;
  }

  Optional<Carried> running() {
    return state() instanceof State.Running(Carried carried)
        ? Optional.of(carried)
        : Optional.empty();
  }

  /// Goes on after somebody has mended what has stopped it.
  ///
  /// @param tables of the source that are to be copied anew
  /// @return whether it had stopped; else nothing is done
  synchronized boolean again(Set<TableName> tables) {
    boolean hadStopped = state instanceof State.Stopped;
    if (hadStopped) {
      anew = Set.copyOf(tables);
      asked = true;
      notifyAll();
    }
    return hadStopped;
  }

  /// As the other, with all tables as they are.
  Hosted mended() {
    var _ = again(Set.of());
    return this;
  }

  private void carryOnUntilEnd() {
    boolean goesOn = true;
    while (goesOn && !isClosing()) {
      try {
        carryOn(takeAnew());
        goesOn = false;
        become(new State.Ended());
      } catch (CrossfadeException e) {
        goesOn = stopped(e);
      } catch (InterruptedException e) {
        goesOn = false;
      } catch (RuntimeException | Error e) { // whatever it is, people have to hear of it
        LOG.error("migration {} stopped by a defect", name, e);
        goesOn = stopped(new CrossfadeException(ErrorCode.INTERNAL, "a defect: " + e, e));
      }
    }
  }

  private void carryOn(Set<TableName> tables) throws InterruptedException {
    Manifests.Kept manifest = store.manifests().newest(name).orElseThrow();
    if (!isShared) {
      run(manifest, migration -> store.leases().take(migration, us.get()), tables, null);
      return;
    }
    try (Turn ours = turn()) {
      run(manifest, new Taken(ours, ours.take(name)), tables, ours);
    } finally {
      become(State.Waiting.FOR_NOBODY);
    }
  }

  /// Nothing where it is over: who was waited for may have ended it, and then its databases may be
  /// gone.
  private void run(
      Manifests.Kept manifest, Taking taking, Set<TableName> tables, @Nullable Turn ours)
      throws InterruptedException {
    if (store.events().hasEnded(name)) {
      return;
    }
    try (Carried carried = opening.open(manifest, taking, tables)) {
      if (ours != null) {
        ours.whenLost(carried::close);
      }
      become(new State.Running(carried));
      if (!isClosing()) {
        carried.run();
      }
      if (ours != null) {
        ours.requireKept();
      }
    } finally {
      become(State.Waiting.FOR_NOBODY);
    }
  }

  private synchronized Turn turn() {
    Turn ours = new Turn(store.leases(), us.get(), false, whom -> become(new State.Waiting(whom)));
    turn = ours;
    return ours;
  }

  /// Whether to try again: at once where the next attempt begins on other ground, after a while
  /// where it passes, else when somebody says so.
  private boolean stopped(CrossfadeException why) {
    if (isClosing()) {
      return false;
    }
    if ("true".equals(why.fields().get(SourceTables.TAKEN_UP_NEXT))
        || why.code() == ErrorCode.SUPERSEDED) {
      LOG.info("migration {} begins again: {}", name, why.getMessage());
      return true;
    }
    LOG.warn("migration {} has stopped: {}", name, why.getMessage());
    become(new State.Stopped(why));
    return awaitAgain(why.mayPass());
  }

  private synchronized boolean awaitAgain(boolean passes) {
    long deadline = System.nanoTime() + AGAIN.toNanos();
    try {
      while (!closing && !asked) {
        long left = deadline - System.nanoTime();
        if (passes && left <= 0) {
          break;
        }
        wait(passes ? Math.max(1, left / 1_000_000) : 0);
      }
    } catch (InterruptedException e) {
      return false;
    }
    asked = false;
    return !closing;
  }

  private synchronized Set<TableName> takeAnew() {
    Set<TableName> tables = anew;
    anew = Set.of();
    return tables;
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  private synchronized void become(State next) {
    state = next;
  }

  /// Stops this process's part; the next one goes on. Repeatable.
  @Override
  public void close() {
    Turn waiting;
    synchronized (this) {
      closing = true;
      waiting = turn;
      notifyAll();
    }
    running().ifPresent(Carried::close);
    try {
      if (waiting != null) {
        waiting.close();
      }
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
