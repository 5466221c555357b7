package io.crossfade.client;

import io.crossfade.model.Route;
import io.crossfade.model.Side;

/**
 * Where work would begin.
 *
 * @param route that says so
 * @param why of all that the route alone can say: nobody has been asked yet
 */
public record Destination(Route route, Side side, Decision why) {}
