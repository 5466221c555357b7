package io.crossfade.server.metrics;

import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.engine.Status.Where;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.LedgerCount;
import io.crossfade.server.hosting.KnownStates;
import io.crossfade.server.hosting.Migrations;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is told of the migrations, read from their status as it is asked for. One that has ended
/// only counts: else the numbers would grow with the years.
final class MigrationMetrics implements MultiCollector {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationMetrics.class);

  private final Migrations migrations;
  private final KnownStates states;
  private volatile List<String> carried = List.of();

  MigrationMetrics(Migrations migrations, KnownStates states) {
    this.migrations = migrations;
    this.states = states;
  }

  @Override
  public MetricSnapshots collect() {
    Families families = new Families();
    Optional<List<String>> names = names();
    families.gauge(
        "crossfade_store_available",
        "Whether the control store answers. 1 or 0.",
        Labels.EMPTY,
        names.isPresent() ? 1 : 0);
    // while the store is away, each of the others would be waited for
    List<Status> statuses = statuses(names.orElse(carried));
    carried =
        statuses.stream().map(Status::where).filter(Where::running).map(Where::migration).toList();
    statuses.stream()
        .filter(status -> !status.where().phase().isEnd())
        .forEach(status -> tell(families, status, names.isPresent()));
    count(families, statuses);
    return families.snapshots();
  }

  private Optional<List<String>> names() {
    try {
      return Optional.of(migrations.names());
    } catch (CrossfadeException e) {
      return Optional.empty();
    }
  }

  private List<Status> statuses(List<String> names) {
    List<Status> statuses = new ArrayList<>();
    for (String name : names) {
      try {
        statuses.add(migrations.status(name));
      } catch (CrossfadeException e) {
        LOG.debug("no metrics of {}: {}", name, e.getMessage()); // what is away says so itself
      }
    }
    return statuses;
  }

  private static void count(Families families, List<Status> statuses) {
    for (Phase phase : Phase.values()) {
      families.gauge(
          "crossfade_migrations",
          "Migrations in this phase.",
          Labels.of("phase", label(phase)),
          statuses.stream().filter(status -> status.where().phase() == phase).count());
    }
  }

  private void tell(Families families, Status status, boolean available) {
    Where where = status.where();
    Labels labels = Labels.of("migration", where.migration());
    families.gauge(
        "crossfade_migration_phase",
        "1 for the phase in which the migration is.",
        labels.add("phase", label(where.phase())),
        1);
    if (where.step() != null) {
      families.gauge(
          "crossfade_migration_step",
          "1 for the step that is under way.",
          labels.add("step", where.step().spelled()),
          1);
    }
    String error = status.outlook().lastError();
    if (error != null) {
      families.gauge(
          "crossfade_error_code",
          "1 for the error that stands in the way.",
          labels.add("code", code(error)),
          1);
    }
    Measure.RECORDED.forEach(measure -> families.add(measure, labels, status));
    if (where.running()) {
      Measure.CARRIED.forEach(measure -> families.add(measure, labels, status));
      status.traffic().ledger().stores().forEach(store -> tell(families, store, labels));
    }
    if (available) {
      tellOfTheLog(families, where.migration(), labels);
    }
  }

  private static void tell(Families families, LedgerCount store, Labels migration) {
    Labels labels = migration.add("store", store.store());
    families.gauge(
        "crossfade_ledger_pending",
        "Items that are newer on one side, as the routers tell.",
        labels,
        store.pending());
    families.gauge(
        "crossfade_ledger_apart",
        "Items that are set apart: tried too often, and not tried again by themselves.",
        labels,
        store.apart());
    families.gauge(
        "crossfade_ledger_oldest_seconds",
        "How long the oldest item has been in the ledger.",
        labels,
        store.oldestMillis() / 1_000.0);
  }

  private void tellOfTheLog(Families families, String migration, Labels labels) {
    KnownStates.Known known = states.of(migration);
    families.counter("crossfade_events_total", "Events that were recorded.", labels, known.seq());
    families.counter(
        "crossfade_switches_total",
        "Cutovers and rollbacks that were made.",
        labels,
        known.switchesMade());
  }

  private static String label(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  /// An error's words may hold anything, and there are more of them than Prometheus bears.
  private static String code(String error) {
    int end = error.indexOf(':');
    String code = end < 0 ? "" : error.substring(0, end);
    return code.matches("[A-Z_]{1,40}") ? code : "UNKNOWN";
  }
}
