package io.crossfade.server;

import io.crossfade.engine.report.Report;
import io.crossfade.server.hosting.Migrations;
import io.crossfade.server.pages.Sheet;
import io.crossfade.server.pages.TeamReport;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What happened, and who asked for what: `GET /migrations/{migration}/report.html` is a page that
/// can be kept as a file, `report.json` the same for programs. `/report` is that page for whoever
/// accepts HTML, and what happened alone for everybody else.
public final class ReportRoutes implements Routes {
  private static final String PATH = "/migrations/{migration}/report";

  private final Migrations migrations;
  private final Function<String, TeamReport> reports;

  /// @param reports of a migration by its name
  public ReportRoutes(Migrations migrations, Function<String, TeamReport> reports) {
    this.migrations = migrations;
    this.reports = reports;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(PATH, this::asAccepted);
    routes.get(PATH + ".html", this::page);
    routes.get(PATH + ".json", request -> request.json(reports.apply(name(request))));
  }

  private void asAccepted(Context request) {
    request.header("Vary", "Accept");
    if (wantsPage(request.header("Accept"))) {
      page(request);
    } else {
      request.json(Report.of(migrations.events(name(request), 0, Integer.MAX_VALUE)));
    }
  }

  /// Programs that take anything are given what they always were.
  private static boolean wantsPage(@Nullable String accepted) {
    return accepted != null
        && accepted.contains("text/html")
        && !accepted.contains("application/json");
  }

  private void page(Context request) {
    TeamReport report = reports.apply(name(request));
    request
        .header("Content-Security-Policy", Sheet.POLICY + "; sandbox")
        .header("Content-Disposition", "inline; filename=\"report.html\"")
        .html(report.html());
  }

  private static String name(Context request) {
    return request.pathParam("migration");
  }
}
