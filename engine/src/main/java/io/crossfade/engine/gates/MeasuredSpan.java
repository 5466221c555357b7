package io.crossfade.engine.gates;

import io.crossfade.model.Route;
import java.time.Duration;

/// The time of which a source over time tells next. It begins anew a few seconds after each route
/// that is published: by then those whom a switch of ours has held have ended, and the routers have
/// told of them. What we did to them is no fault of the side that they are on.
final class MeasuredSpan {
  static final Duration SETTLED = Duration.ofSeconds(5);

  private long epoch = -1;
  private long opensAt;
  private boolean open;

  void beginAnew(Route route, long nanos) {
    epoch = route.epoch();
    opensAt = nanos + SETTLED.toNanos();
    open = false;
  }

  boolean isOpen(Route route, long nanos) {
    if (route.epoch() != epoch) {
      beginAnew(route, nanos);
    }
    return open;
  }

  /// Whether it is to be opened now, with a sample that nobody judges. Then it is open.
  boolean opens(long nanos) {
    boolean now = !open && nanos - opensAt >= 0;
    open |= now;
    return now;
  }
}
