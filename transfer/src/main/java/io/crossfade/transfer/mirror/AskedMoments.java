package io.crossfade.transfer.mirror;

import io.crossfade.connector.Items.Moment;
import io.crossfade.model.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The moments that stand for the positions which somebody waits for: the first at which he asked,
 * so not before it. Bounded; of those that nobody came back for the oldest goes.
 */
final class AskedMoments {
  private static final int AT_MOST = 1_000;

  private final Supplier<Moment> now;
  private final Map<Position, Moment> byPosition = new LinkedHashMap<>();

  AskedMoments(Supplier<Moment> now) {
    this.now = now;
  }

  synchronized Moment of(Position position) {
    Moment known = byPosition.get(position);
    if (known != null) {
      return known;
    }
    if (byPosition.size() >= AT_MOST) {
      byPosition.remove(byPosition.keySet().iterator().next());
    }
    Moment moment = now.get();
    byPosition.put(position, moment);
    return moment;
  }

  synchronized void forget(Position position) {
    byPosition.remove(position);
  }
}
