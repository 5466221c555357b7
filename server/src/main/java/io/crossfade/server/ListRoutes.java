package io.crossfade.server;

import io.crossfade.engine.Status;
import io.crossfade.server.hosting.Migrations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/// `GET /migrations?after=NAME&limit=N`: where each migration is, in the order of their names.
public final class ListRoutes implements Routes {
  private static final int USUAL = 50;
  private static final int MOST = 200;

  private final Migrations migrations;

  public ListRoutes(Migrations migrations) {
    this.migrations = migrations;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/migrations", this::list);
  }

  private void list(Context request) {
    String asked = request.queryParam("after");
    String after = asked == null ? "" : asked;
    int limit = Asked.limit(request, USUAL, MOST);
    List<String> names =
        migrations.names().stream()
            .filter(name -> name.compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    List<Status.Where> items =
        names.stream().limit(limit).map(name -> migrations.status(name).where()).toList();
    request.json(new Page<>(items, names.size() > limit ? names.get(limit - 1) : null));
  }
}
