package io.crossfade.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.function.Supplier;

/// `GET /livez`: the process answers. `GET /readyz`: it can do its work, or says why it cannot
/// (503). Both are open to everybody and tell nothing else.
public final class HealthRoutes implements Routes {
  private static final String LIVE = "/livez";
  private static final String READY = "/readyz";

  private final Supplier<Optional<String>> hindrance;

  /// @param hindrance why it cannot work at the moment, for everybody to read
  public HealthRoutes(Supplier<Optional<String>> hindrance) {
    this.hindrance = hindrance;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(LIVE, request -> request.result("ok\n"), Needs.NOTHING);
    routes.get(
        READY,
        request -> {
          Optional<String> why = hindrance.get();
          request
              .status(why.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
              .result(why.orElse("ok") + "\n");
        },
        Needs.NOTHING);
  }
}
