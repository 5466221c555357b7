package io.crossfade.cli.process;

import io.crossfade.engine.Control;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.routes.RouterReport;
import java.time.Duration;
import java.util.List;

/// A route that was mended by a process which ends then. A router holds until it hears of another
/// route, and nobody else would tell it.
final class RoutersTold {
  /// Longer than a router that lost its control plane takes to find this one.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private RoutersTold() {}

  /// Waits until the routers have the current route, and not for long.
  static Control.Repaired await(RouteBoard board) throws InterruptedException {
    long epoch = board.current().epoch();
    boolean told = board.awaitConfirmed(epoch, PATIENCE);
    List<RouterReport> all = board.routers();
    List<String> late =
        all.stream().filter(one -> one.epoch() < epoch).map(RouterReport::router).toList();
    return new Control.Repaired(
        "routers go by an older route until they hear of epoch " + epoch,
        "the routers",
        late.isEmpty() ? has(all.size()) : hasNot(late, all.size()),
        told && late.isEmpty());
  }

  private static String has(int all) {
    return all == 0
        ? "no router has asked; one that comes later finds the route once `crossfade run` goes on"
        : "all %d that have asked have it".formatted(all);
  }

  private static String hasNot(List<String> late, int all) {
    return "%d of %d that have asked have not taken it: %s. `crossfade run` tells them for as long as it runs"
        .formatted(late.size(), all, String.join(", ", late));
  }
}
