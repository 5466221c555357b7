package io.crossfade.engine;

import io.crossfade.connector.Applier;
import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.model.Mapping;
import io.crossfade.model.Side;
import io.crossfade.transfer.Task;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.WorkRunner;
import io.crossfade.transfer.Workplace;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// One database is both sides.
public record FakeWorkplace(Database database, Timing timing, Executor threads)
    implements Workplace, WorkRunner {

  @Override
  public Database database(Side side) {
    return database;
  }

  @Override
  public <R> CompletableFuture<R> submit(Task<R> task) {
    return CompletableFuture.supplyAsync(() -> task.run(this), threads);
  }

  @Override
  public Applier applier(Lease lease, Mapping mapping) {
    return database.writer().applier(lease, mapping.direction(), mapping);
  }

  @Override
  public void discardApplier(Lease lease, Mapping mapping) {}

  @Override
  public void close() {}
}
