package io.crossfade.server;

import io.crossfade.engine.Control;
import io.javalin.config.RoutesConfig;

/// What a manifest would do, before it is given to anybody.
///
/// - `POST /plan` with a manifest looks into both databases, and changes neither.
public final class DryRunRoutes implements Routes {
  private final Preview preview;

  public DryRunRoutes(Preview preview) {
    this.preview = preview;
  }

  /// The plan of a manifest.
  @FunctionalInterface
  public interface Preview {
    Control.Plan of(String manifest);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/plan", request -> request.json(preview.of(ManifestRoutes.text(request))));
  }
}
