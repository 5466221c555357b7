package io.crossfade.server;

import io.crossfade.engine.audit.Audit;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;

/// The audit, for who reads it: `GET /audit?after=NUMBER&limit=N` and `GET /audit/head`. Nobody can
/// write it by a request of its own.
public final class AuditRoutes implements Routes {
  private static final int MOST = 1_000;

  private final Audit audit;

  public AuditRoutes(Audit audit) {
    this.audit = audit;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/audit/head", answer -> answer.json(audit.head()));
    routes.get(
        "/audit",
        answer ->
            answer.json(
                audit.after(
                    number(answer, "after", 0),
                    Math.clamp(number(answer, "limit", MOST), 0, MOST))));
  }

  private static long number(Context request, String name, long missing) {
    String given = request.queryParam(name);
    if (given == null) {
      return missing;
    }
    if (!given.matches("[0-9]{1,18}")) {
      throw new BadRequestResponse(name + " must be a whole number: " + given);
    }
    return Long.parseLong(given);
  }
}
