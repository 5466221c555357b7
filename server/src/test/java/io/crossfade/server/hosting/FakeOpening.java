package io.crossfade.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Lease;
import io.crossfade.engine.Control;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.OpenMigration.Taking;
import io.crossfade.engine.StepName;
import io.crossfade.engine.manifest.WhatMoves;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.store.Manifests;
import io.crossfade.engine.store.Store;
import io.crossfade.model.Route;
import io.crossfade.model.TableName;
import io.crossfade.server.FakeControl;
import io.crossfade.transfer.Timing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Opens migrations without databases, in a real store.
public final class FakeOpening implements Opening {
  private final Store store;
  private final BlockingQueue<Opened> running = new LinkedBlockingQueue<>();

  public FakeOpening(Store store) {
    this.store = store;
  }

  @Override
  public Carried open(Manifests.Kept manifest, Taking taking, Set<TableName> anew) {
    Lease lease = taking.take(manifest.migration());
    Journal journal = Journal.open(store.events(), lease);
    if (journal.isEmpty()) {
      String moves = WhatMoves.of(OpeningByManifest.read(manifest.text(), Path.of(""))).text();
      journal.record(new MigrationEvent.MigrationCreated(moves, "0.1.0"));
    }
    return new Opened(lease, anew, journal);
  }

  /// The next one that runs.
  public Opened next() throws InterruptedException {
    Opened next = running.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("a migration that is opened").isNotNull();
    return next;
  }

  public boolean isIdle() {
    return running.isEmpty();
  }

  /// Runs until it is closed, or told how to end.
  public final class Opened implements Carried {
    private final Lease lease;
    private final Set<TableName> anew;
    private final Journal journal;
    private final BlockingQueue<Runnable> ends = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    private Opened(Lease lease, Set<TableName> anew, Journal journal) {
      this.lease = lease;
      this.anew = anew;
      this.journal = journal;
    }

    public String migration() {
      return lease.migration();
    }

    public Journal journal() {
      return journal;
    }

    Lease lease() {
      return lease;
    }

    Set<TableName> anew() {
      return anew;
    }

    boolean closed() {
      return closed;
    }

    void endsWith(RuntimeException e) {
      ends.add(() -> {
        throw e;
      });
    }

    void endsWith(Error e) {
      ends.add(() -> {
        throw e;
      });
    }

    /// In order, given up.
    void ends() {
      journal.record(new MigrationEvent.StepStarted(StepName.ABORT));
      journal.record(new MigrationEvent.MigrationEnded(MigrationEvent.Outcome.ABORTED));
      ends.add(() -> {});
    }

    @Override
    public Control control() {
      return new FakeControl(migration());
    }

    @Override
    public Optional<RouteBoard> board() {
      return Optional.of(new RouteBoard(Route.initial(migration()), _ -> {}, Timing.REAL));
    }

    @Override
    public long newest() {
      return journal.newest();
    }

    @Override
    public void run() throws InterruptedException {
      running.add(this);
      ends.take().run();
    }

    @Override
    public void close() {
      closed = true;
      ends.add(() -> {});
    }
  }
}
