package io.crossfade.engine.routes;

import io.crossfade.engine.routes.RouterReport.Traffic;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The routers that were heard of within their lease. Not safe for use by several threads.
///
/// Times are those of a monotonic clock, in nanoseconds.
final class Routers {
  private final long lease;
  private final Map<String, Heard> byName = new HashMap<>();

  /// Of all routers that were ever heard of here.
  private Traffic traffic = Traffic.NONE;

  private record Heard(RouterReport report, long at) {}

  Routers(long lease) {
    this.lease = lease;
  }

  /// Takes a report. One that was overtaken on its way renews the lease and changes nothing else;
  /// one of a router that has left is ignored.
  void hear(RouterReport report, long now) {
    forgetSilent(now);
    byName.merge(
        report.router(),
        new Heard(report, now),
        (before, heard) -> {
          if (before.report.leaving()) {
            return before;
          }
          boolean overtaken = before.report.sequence() > report.sequence();
          if (!overtaken) {
            count(before.report.traffic(), report.traffic());
          }
          return overtaken ? new Heard(before.report, now) : heard;
        });
  }

  /// What it had counted before it was heard of first is of another time.
  private void count(@Nullable Traffic before, @Nullable Traffic now) {
    if (before != null && now != null) {
      traffic = traffic.and(now.since(before));
    }
  }

  /// What was counted since this process hears of routers.
  Traffic traffic() {
    return traffic;
  }

  /// A router that was given an answer just now.
  void renew(String router, long now) {
    byName.computeIfPresent(
        router, (name, heard) -> heard.report.leaving() ? heard : new Heard(heard.report, now));
  }

  List<RouterReport> alive(long now) {
    forgetSilent(now);
    return byName.values().stream()
        .map(Heard::report)
        .filter(report -> !report.leaving())
        .sorted(Comparator.comparing(RouterReport::router))
        .toList();
  }

  /// How long to wait at most for the routers of which it is not so: until the first of them has
  /// lost its lease. Empty when there is none.
  OptionalLong patience(Predicate<RouterReport> isSo, long now) {
    forgetSilent(now);
    return byName.values().stream()
        .filter(heard -> !heard.report.leaving() && !isSo.test(heard.report))
        .mapToLong(heard -> heard.at + lease - now)
        .min();
  }

  private void forgetSilent(long now) {
    byName.values().removeIf(heard -> now - heard.at >= lease);
  }
}
