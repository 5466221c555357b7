package io.crossfade.server;

import io.crossfade.server.pages.Reports;
import io.crossfade.server.pages.Sheet;
import io.crossfade.server.pages.TeamReport;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// `GET /migrations/{migration}/report.html` and `report.json`: what happened, and who asked for
/// what. The page can be kept as a file.
public final class ReportRoutes implements Routes {
  private final Reports reports;

  public ReportRoutes(Reports reports) {
    this.reports = reports;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/migrations/{migration}/report.html", this::page);
    routes.get(
        "/migrations/{migration}/report.json",
        request -> request.json(reports.of(request.pathParam("migration"))));
  }

  private void page(Context request) {
    TeamReport report = reports.of(request.pathParam("migration"));
    request
        .header("Content-Security-Policy", Sheet.POLICY + "; sandbox")
        .header("Content-Disposition", "inline; filename=\"report.html\"")
        .html(report.html());
  }
}
