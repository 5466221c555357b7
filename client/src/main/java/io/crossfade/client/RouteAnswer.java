package io.crossfade.client;

import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import org.jspecify.annotations.Nullable;

/**
 * What a route source answers.
 *
 * @param freshness how to ask whether writes have arrived on the side that is not written; null
 *     where nobody can say
 * @param readers for whom no percentage decides
 */
public record RouteAnswer(Route route, @Nullable Freshness freshness, Readers readers) {
  /** Without readers by name. */
  public RouteAnswer(Route route, @Nullable Freshness freshness) {
    this(route, freshness, Readers.NONE);
  }

  public long epoch() {
    return route.epoch();
  }
}
