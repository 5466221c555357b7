package io.crossfade.client;

import io.crossfade.model.Route;
import org.jspecify.annotations.Nullable;

/**
 * What a route source answers.
 *
 * @param freshness how to ask whether writes have arrived on the side that is not written; null
 *     where nobody can say
 */
public record RouteAnswer(Route route, @Nullable Freshness freshness) {
  public long epoch() {
    return route.epoch();
  }
}
