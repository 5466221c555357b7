package io.crossfade.server.hosting;

import io.crossfade.connector.Lease;
import io.crossfade.engine.OpenMigration;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.engine.store.Leases;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This process's turn to carry a migration on, where other processes reach the store too: it is
/// waited for, and kept by renewing the lease until this is closed.
public final class Turn implements OpenMigration.Taking, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
  private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(1);

  private final Leases leases;
  private final LeaseHolder us;
  private final boolean atOnce;
  private final Consumer<String> terminal;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Lease lease;
  private @Nullable Thread renewing;
  private @Nullable Runnable whenLost;
  private boolean lost;

  /// @param atOnce whether to take the migration from whoever carries it on
  /// @param terminal is told for whom we wait
  public Turn(Leases leases, LeaseHolder us, boolean atOnce, Consumer<String> terminal) {
    this.leases = leases;
    this.us = us;
    this.atOnce = atOnce;
    this.terminal = terminal;
  }

  /// Waits until nobody who is heard of carries the migration on.
  @Override
  public Lease take(String migration) {
    Optional<Lease> taken =
        atOnce ? Optional.of(leases.take(migration, us)) : leases.takeIfFree(migration, us);
    String told = "";
    while (taken.isEmpty()) {
      String why = whyNot(migration);
      if (!why.isEmpty() && !why.equals(told)) {
        terminal.accept(why);
        told = why;
      }
      pause();
      taken = asked(() -> leases.takeIfFree(migration, us));
    }
    keep(taken.get());
    return taken.get();
  }

  @Override
  public synchronized Lease counting(Supplier<Lease> on) {
    lease = on.get();
    return lease;
  }

  /// From now on this is done when another process takes the migration over, once.
  public synchronized void whenLost(Runnable action) {
    whenLost = action;
    if (lost) {
      action.run();
    }
  }

  /// SUPERSEDED when another process has taken the migration over.
  public synchronized void requireKept() {
    if (lost && lease != null) {
      throw new CrossfadeException(
          ErrorCode.SUPERSEDED,
          "another process has taken migration %s over and carries it on; this one has stopped and writes nothing more. See `crossfade status`."
              .formatted(lease.migration()));
    }
  }

  /// Gives the migration back, so that nobody has to wait for it.
  @Override
  public void close() {
    closed.countDown();
    if (renewing == null || lease == null) {
      return;
    }
    try {
      renewing.join();
      leases.giveBack(lease);
    } catch (CrossfadeException e) {
      LOG.warn("others wait {} s for us: {}", Leases.LENGTH.toSeconds(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String whyNot(String migration) {
    return asked(() -> leases.carrier(migration))
        .map(carrier ->
            "%s carries migration %s on (its state directory: %s). Waiting to take over when it is not heard of for %d s; --takeover takes it at once."
                .formatted(
                    carrier.holder(),
                    migration,
                    carrier.holder().directory(),
                    Leases.LENGTH.toSeconds()))
        .orElse("");
  }

  /// Who waits for days sees the store away now and then.
  private static <T> Optional<T> asked(Supplier<Optional<T>> question) {
    try {
      return question.get();
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.DATABASE_FAILED) {
        throw e;
      }
      LOG.warn("the store cannot be asked, and is asked again: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private synchronized void keep(Lease taken) {
    lease = taken;
    renewing = Thread.ofVirtual().name("lease").start(this::renewUntilClosed);
  }

  private void renewUntilClosed() {
    try {
      while (!closed.await(BETWEEN_SIGNS.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!renew()) {
          lose();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// While the store is away nobody can take the migration from us.
  private synchronized boolean renew() {
    try {
      return lease != null && leases.renew(lease);
    } catch (CrossfadeException e) {
      LOG.warn("the lease was not renewed, which is tried again: {}", e.getMessage());
      return true;
    }
  }

  private void lose() {
    Runnable action;
    synchronized (this) {
      lost = true;
      action = whenLost;
    }
    LOG.error("another process has taken the migration over; this one stops");
    if (action != null) {
      action.run();
    }
  }

  private void pause() {
    try {
      if (!closed.await(BETWEEN_SIGNS.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CrossfadeException(ErrorCode.NOT_RUNNING, "stopped while it waited to take over");
  }
}
