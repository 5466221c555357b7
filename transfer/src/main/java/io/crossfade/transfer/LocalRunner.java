package io.crossfade.transfer;

import io.crossfade.connector.Applier;
import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.model.Mapping;
import io.crossfade.model.Side;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Runs tasks on threads of this process. Thread-safe. */
public final class LocalRunner implements WorkRunner, Workplace {
  private final Map<Side, Database> databases;
  private final Executor executor;
  private final Timing timing;
  private final Map<ApplierKey, Applier> appliers = new ConcurrentHashMap<>();

  private record ApplierKey(Lease lease, Mapping mapping) {}

  /** Neither the databases nor the executor are closed by the runner. */
  public LocalRunner(Map<Side, Database> databases, Executor executor, Timing timing) {
    this.databases = Map.copyOf(databases);
    this.executor = executor;
    this.timing = timing;
  }

  @Override
  public <R> CompletableFuture<R> submit(Task<R> task) {
    return CompletableFuture.supplyAsync(() -> task.run(this), executor);
  }

  @Override
  public Database database(Side side) {
    Database database = databases.get(side);
    if (database == null) {
      throw new IllegalArgumentException("no database for " + side);
    }
    return database;
  }

  @Override
  public Applier applier(Lease lease, Mapping mapping) {
    return appliers.computeIfAbsent(
        new ApplierKey(lease, mapping),
        key ->
            database(mapping.direction().to())
                .writer()
                .applier(lease, mapping.direction(), mapping));
  }

  @Override
  public void discardApplier(Lease lease, Mapping mapping) {
    Applier old = appliers.remove(new ApplierKey(lease, mapping));
    if (old != null) {
      old.close();
    }
  }

  @Override
  public Timing timing() {
    return timing;
  }

  @Override
  public void close() {
    appliers.values().forEach(Applier::close);
    appliers.clear();
  }
}
