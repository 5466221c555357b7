package io.crossfade.server;

import io.crossfade.server.access.Bounded;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How many may ask at once for what costs much, and for what the store is asked for people who
/// were not let in. It has few connections, and whoever carries a migration on must get one.
final class Bounds implements Routes {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final String BOUND = Bounded.class.getName();

  private final List<Bound> bounds =
      List.of(
          bound("(GET|HEAD) /share/.*", 1), // by strangers
          bound("(GET|HEAD) /migrations/[^/]+/report(\\.[a-z]+)?", 1), // reads all events
          bound(
              "(GET|HEAD) /migrations/[^/]+/(plan|diagnostics|chunks)|POST /plan",
              2)); // asks databases

  /// @param path with its method
  private record Bound(Pattern path, Bounded places) {}

  private static Bound bound(String path, int places) {
    return new Bound(Pattern.compile(path), new Bounded(places, PATIENCE));
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.beforeMatched(this::enter);
    routes.after(Bounds::leave);
  }

  private void enter(Context request) {
    String asked = request.method().name() + " " + request.path();
    for (Bound bound : bounds) {
      if (bound.path().matcher(asked).matches()) {
        byte[] _ = request.bodyAsBytes(); // before: one that comes slowly would hold the place
        bound.places().enter();
        request.attribute(BOUND, bound.places());
        return;
      }
    }
  }

  private static void leave(Context request) {
    @Nullable Bounded places = request.attribute(BOUND);
    if (places != null) {
      places.leave();
    }
  }
}
