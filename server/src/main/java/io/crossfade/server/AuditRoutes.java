package io.crossfade.server;

import io.crossfade.engine.audit.Audit;
import io.javalin.config.RoutesConfig;

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
                    Asked.number(answer, "after", 0),
                    Math.clamp(Asked.number(answer, "limit", MOST), 0, MOST))));
  }
}
