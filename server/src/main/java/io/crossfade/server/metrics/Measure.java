package io.crossfade.server.metrics;

import io.crossfade.engine.Status;
import io.crossfade.model.Side;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A number that the status of a migration holds, as Prometheus is told it.
///
/// @param name with its unit, and `_total` where it only grows
/// @param of null where it is not known at the moment
record Measure(String name, String help, Function<Status, @Nullable Number> of) {
  private static final double MILLIS = 1_000;

  boolean onlyGrows() {
    return name.endsWith("_total");
  }

  /// Known from the log, whoever carries the migration on.
  static final List<Measure> RECORDED =
      List.of(
          flag(
              "crossfade_migration_carried",
              "Whether this process carries the migration on.",
              status -> status.where().running()),
          number(
              "crossfade_verified_tables",
              "Tables that have a verdict.",
              status -> status.compare().tables()),
          number(
              "crossfade_verified_rows",
              "Rows of the last verdicts.",
              status -> status.compare().rows()),
          number(
              "crossfade_drift_rows",
              "Rows that differ by the last verdicts, once lag is accounted for.",
              status -> status.compare().drift()),
          number(
              "crossfade_unsettled_rows",
              "Rows of which the last verdicts do not know whether they differ.",
              status -> status.compare().unsettled()),
          number(
              "crossfade_copied_rows",
              "Rows that were copied so far.",
              status -> status.copy().rows()),
          number(
              "crossfade_route_epoch",
              "The number of the route.",
              status -> status.traffic().route().epoch()),
          flag(
              "crossfade_route_held",
              "Whether new transactions wait.",
              status -> status.traffic().route().held()),
          number(
              "crossfade_reads_on_target_percent",
              "The share of reads that go to the target.",
              status ->
                  status.traffic().route().reads() == Side.TARGET
                      ? status.traffic().route().percent()
                      : 0),
          flag(
              "crossfade_written_on_target",
              "Whether the target is the side that is written.",
              status -> status.traffic().authoritative() == Side.TARGET),
          flag(
              "crossfade_paused",
              "Whether a person has paused it.",
              status -> status.outlook().paused() != null),
          flag(
              "crossfade_waits_for_person",
              "Whether a person is waited for.",
              status -> status.outlook().waitsFor() != null),
          flag(
              "crossfade_error",
              "Whether something stands in the way; crossfade_error_code says what.",
              status -> status.outlook().lastError() != null));

  /// Known where the migration is carried on, and nowhere else.
  static final List<Measure> CARRIED =
      List.of(
          number(
              "crossfade_copy_expected_rows",
              "The source's estimate of what there is to copy.",
              status -> status.copy().totalRows()),
          number(
              "crossfade_copied_rows_per_second",
              "How fast rows are copied now.",
              status -> status.copy().rowsPerSecond()),
          number(
              "crossfade_copied_chunks",
              "Chunks that were copied so far.",
              status -> status.copy().chunks()),
          number(
              "crossfade_copy_expected_chunks",
              "Chunks that there are to copy.",
              status -> status.copy().totalChunks()),
          number(
              "crossfade_copy_remaining_seconds",
              "How long the copy will take, as a guess.",
              status -> status.copy().etaSeconds()),
          number(
              "crossfade_mismatches",
              "Answers of the two sides that differ, as the routers tell.",
              status -> status.traffic().ledger().mismatches()),
          number(
              "crossfade_ledger_lost_routers",
              "Routers that are gone, and had something in their ledgers.",
              status -> status.traffic().ledger().lost()),
          flag(
              "crossfade_streaming",
              "Whether the stream to the side that follows runs.",
              status -> status.follow().streaming()),
          number(
              "crossfade_lag_bytes",
              "Bytes of the log that are not applied yet.",
              status -> status.follow().lagBytes()),
          number(
              "crossfade_lag_seconds",
              "The age of the newest applied change while there is more.",
              status -> seconds(status.follow().lagMillis())),
          number(
              "crossfade_applied_changes_total",
              "Changes that this process has applied.",
              status -> status.follow().changesApplied()),
          number(
              "crossfade_compared_rows_total",
              "Rows that this process has compared.",
              status -> status.compare().compared()),
          number(
              "crossfade_routers",
              "Routers that are subscribed.",
              status -> status.traffic().routers()),
          flag(
              "crossfade_rollback_ready",
              "Whether the way back is open.",
              status -> status.traffic().rollback().ready()),
          flag(
              "crossfade_throttled",
              "Whether a database bears no more now.",
              status -> status.outlook().throttled().because() != null),
          flag(
              "crossfade_calendar_closed",
              "Whether the calendar keeps the next step waiting.",
              status -> status.outlook().closed() != null));

  private static Measure number(
      String name, String help, Function<Status, @Nullable Number> value) {
    return new Measure(name, help, value);
  }

  private static Measure flag(String name, String help, Function<Status, Boolean> value) {
    return new Measure(name, help + " 1 or 0.", status -> value.apply(status) ? 1 : 0);
  }

  private static @Nullable Double seconds(@Nullable Long millis) {
    return millis == null ? null : millis / MILLIS;
  }
}
