package io.crossfade.server;

import io.crossfade.server.alerts.Alerts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// `GET /alerts`: how each channel is doing. `POST /alerts/test` sends a message to each, and
/// answers whether it arrived.
public final class AlertRoutes implements Routes {
  private final Alerts alerts;

  public AlertRoutes(Alerts alerts) {
    this.alerts = alerts;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/alerts", request -> request.json(alerts.health()));
    routes.post("/alerts/test", this::test);
  }

  private void test(Context request) throws InterruptedException {
    request.json(alerts.test(By.of(request)));
  }
}
