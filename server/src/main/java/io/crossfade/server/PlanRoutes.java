package io.crossfade.server;

import io.crossfade.engine.Control.Plan;
import io.javalin.config.RoutesConfig;
import java.util.function.Function;

/// What a manifest would do, before it is given to anybody.
///
/// - `POST /plan` with a manifest looks into both databases, and changes neither.
public final class PlanRoutes implements Routes {
  private final Function<String, Plan> plan;

  /// @param plan of the text of a manifest
  public PlanRoutes(Function<String, Plan> plan) {
    this.plan = plan;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/plan", request -> request.json(plan.apply(ManifestRoutes.text(request))));
  }
}
