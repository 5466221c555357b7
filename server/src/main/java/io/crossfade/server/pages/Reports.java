package io.crossfade.server.pages;

import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.server.hosting.KnownStates;
import io.crossfade.server.hosting.Migrations;
import io.crossfade.server.wire.WireJson;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reports of migrations. That of one that has ended is kept as it is then.
public final class Reports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
  private static final int EVERY_SECONDS = 10;

  private final Store store;
  private final Migrations migrations;
  private final KnownStates states;
  private final Set<String> kept = new HashSet<>();
  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("reports").factory());

  public Reports(Store store, Migrations migrations, KnownStates states) {
    this.store = store;
    this.migrations = migrations;
    this.states = states;
  }

  /// From now on keeps the report of whatever ends.
  public Reports start() {
    var _ =
        keeper.scheduleWithFixedDelay(
            this::keepEnded, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  /// MIGRATION_UNKNOWN where there is no such migration.
  public TeamReport of(String migration) {
    return store
        .reports()
        .of(migration)
        .map(body -> WireJson.read(body, TeamReport.class))
        .orElseGet(() -> now(migration));
  }

  private TeamReport now(String migration) {
    return TeamReport.of(migration, migrations, store.audit());
  }

  /// Whatever has ended and was not kept, whoever carried it on.
  void keepEnded() {
    try {
      for (String migration : store.manifests().migrations()) {
        if (!kept.contains(migration) && states.of(migration).state().phase().isEnd()) {
          store.reports().keep(migration, WireJson.write(now(migration)));
          kept.add(migration);
        }
      }
    } catch (CrossfadeException e) {
      LOG.debug("reports are kept later: {}", e.getMessage()); // the store says so itself
    } catch (RuntimeException e) {
      LOG.error("a report cannot be kept", e);
    }
  }

  @Override
  public void close() {
    keeper.close();
  }
}
