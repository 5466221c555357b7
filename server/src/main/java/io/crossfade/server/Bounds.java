package io.crossfade.server;

import io.crossfade.server.access.Bounded;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How many may ask at once for what costs much, and for what the store is asked for people who
/// were not let in. It has few connections, and whoever carries a migration on must get one. And
/// what becomes of a request that is too long.
final class Bounds implements Routes {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long MOST_UNREAD = 16 << 20;
  private static final String BOUND = Bounded.class.getName();

  private final List<Bound> bounds =
      List.of(
          bound("(GET|HEAD) /share/.*", 1), // by strangers
          bound("(GET|HEAD) /migrations/[^/]+/report(\\.[a-z]+)?", 1), // reads all events
          bound(
              "(GET|HEAD) (/migrations/[^/]+/(plan|diagnostics|chunks)|/ui/[^/]+/plan)|POST /plan",
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
    routes.after(Bounds::readToTheEnd);
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

  /// Who is told while he is still sending that it is too much hears only that the connection
  /// broke.
  private static void readToTheEnd(Context request) throws IOException {
    if (request.statusCode() == HttpStatus.CONTENT_TOO_LARGE.getCode()) {
      InputStream rest = request.req().getInputStream();
      byte[] unread = new byte[1 << 14];
      long left = MOST_UNREAD;
      for (int read = 0; read >= 0 && left > 0; left -= read) {
        read = rest.read(unread);
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
