package io.crossfade.client;

import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * What a route source answers.
 *
 * @param freshness how to ask whether writes have arrived on the side that is not written; null
 *     where nobody can say
 * @param readers for whom no percentage decides
 * @param next where writes are about to move, told before anybody is held, so that whoever needs
 *     time for it gets ready; null most of the time. Nothing else follows from it
 */
public record RouteAnswer(
    Route route, @Nullable Freshness freshness, Readers readers, @Nullable Side next) {
  /** Writes are not about to move. */
  public RouteAnswer(Route route, @Nullable Freshness freshness, Readers readers) {
    this(route, freshness, readers, null);
  }

  /** Without readers by name. */
  public RouteAnswer(Route route, @Nullable Freshness freshness) {
    this(route, freshness, Readers.NONE);
  }

  public long epoch() {
    return route.epoch();
  }

  /** Whether it says something that must not wait, to whoever knows that epoch and that answer. */
  boolean isNews(long epoch, RouteAnswer known) {
    return epoch() > epoch || next != known.next;
  }
}
