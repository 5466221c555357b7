package io.crossfade.engine.routes;

import io.crossfade.model.RouterFindings;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What routers have told of their ledgers and of mismatches. Not safe for use by several threads.
///
/// A router that is lost is forgotten after a while, unless something was in its ledger: nobody may
/// take a ledger for empty of which nobody has said so.
///
/// Times are those of a monotonic clock, in nanoseconds.
final class Findings {
  private static final long KEPT = Duration.ofMinutes(10).toNanos();

  private final Map<String, Heard> byName = new HashMap<>();

  private record Heard(long epoch, RouterFindings findings, long at) {
    Told told(String router, Set<String> alive, long now) {
      return new Told(router, epoch, findings, Duration.ofNanos(now - at), !alive.contains(router));
    }
  }

  void hear(String router, long epoch, RouterFindings findings, long now) {
    byName.put(router, new Heard(epoch, findings, now));
  }

  /// Whether anything was known of it.
  boolean forget(String router) {
    return byName.remove(router) != null;
  }

  List<Told> all(Set<String> alive, long now) {
    byName
        .entrySet()
        .removeIf(heard -> {
          Told told = heard.getValue().told(heard.getKey(), alive, now);
          return told.lost() && told.pending() == 0 && told.ago().toNanos() >= KEPT;
        });
    return byName.entrySet().stream()
        .map(heard -> heard.getValue().told(heard.getKey(), alive, now))
        .sorted(Comparator.comparing(Told::router))
        .toList();
  }
}
