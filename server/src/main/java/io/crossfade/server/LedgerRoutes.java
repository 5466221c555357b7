package io.crossfade.server;

import io.crossfade.engine.Control.LedgerReport;
import io.crossfade.engine.access.Role;
import io.crossfade.model.MismatchGroup;
import io.crossfade.server.hosting.Migrations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;

/// What routers have told of their ledgers and of mismatches.
///
/// - `GET /migrations/{migration}/ledger?limit=N`: all of it.
/// - `GET /migrations/{migration}/mismatches?limit=N`: the answers that differ.
/// - `POST /migrations/{migration}/forget?router=NAME`: a router that is lost counts no more.
///
/// The answers themselves are shown to those only who may also change something: to look on, keys
/// are enough.
public final class LedgerRoutes implements Routes {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final Migrations migrations;

  public LedgerRoutes(Migrations migrations) {
    this.migrations = migrations;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/migrations/{migration}/ledger", this::ledger);
    routes.get("/migrations/{migration}/mismatches", this::mismatches);
    routes.post("/migrations/{migration}/forget", this::forget);
  }

  private void ledger(Context request) {
    LedgerReport all = report(request);
    int limit = Asked.limit(request, USUAL, MOST);
    request.json(
        new LedgerReport(
            all.stores(),
            all.routers(),
            all.entries().stream().limit(limit).toList(),
            shown(request, all.mismatches()).stream().limit(limit).toList()));
  }

  private void mismatches(Context request) {
    request.json(
        shown(request, report(request).mismatches()).stream()
            .limit(Asked.limit(request, USUAL, MOST))
            .toList());
  }

  private void forget(Context request) {
    String router = request.queryParam("router");
    migrations.control(request.pathParam("migration")).forgetRouter(router == null ? "" : router);
    request.status(HttpStatus.NO_CONTENT);
  }

  private LedgerReport report(Context request) {
    return migrations.control(request.pathParam("migration")).ledger();
  }

  private static List<MismatchGroup> shown(Context request, List<MismatchGroup> groups) {
    boolean all =
        Gatekeeper.principal(request).filter(p -> p.roles().contains(Role.OPERATOR)).isPresent();
    return all ? groups : groups.stream().map(LedgerRoutes::withoutValues).toList();
  }

  private static MismatchGroup withoutValues(MismatchGroup group) {
    return new MismatchGroup(
        group.experiment(),
        group.cause(),
        group.count(),
        group.firstAt(),
        group.lastAt(),
        group.key(),
        "",
        "");
  }
}
