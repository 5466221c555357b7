package io.crossfade.server;

import io.crossfade.engine.Status;
import io.crossfade.engine.store.ShareLinks;
import io.crossfade.server.hosting.KnownStates;
import io.crossfade.server.hosting.Migrations;
import io.crossfade.server.pages.SharePage;
import io.crossfade.server.pages.Sheet;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Links to a page that shows how a migration is doing, for people who have no account.
///
/// - `POST /migrations/{migration}/share` makes one; `DELETE` takes all of them away.
/// - `GET /share/{link}` is the page. Whoever has the link sees it.
public final class ShareRoutes implements Routes {
  private static final String PATH = "/migrations/{migration}/share";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", Sheet.POLICY,
          "X-Robots-Tag", "noindex, nofollow",
          // the address is the secret
          "Referrer-Policy", "no-referrer",
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff");

  private final Migrations migrations;
  private final KnownStates states;
  private final ShareLinks links;

  /// @param path to be put after where people reach this server
  private record Made(String path) {}

  private record Revoked(int links) {}

  public ShareRoutes(Migrations migrations, KnownStates states, ShareLinks links) {
    this.migrations = migrations;
    this.states = states;
    this.links = links;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post(PATH, this::make);
    routes.delete(PATH, this::revoke);
    routes.get("/share/{link}", this::show, Needs.NOTHING);
  }

  private void make(Context request) {
    String migration = known(request);
    String token = links.make(migration, By.of(request));
    request.status(HttpStatus.CREATED).json(new Made("/share/" + token));
  }

  private void revoke(Context request) {
    request.json(new Revoked(links.revoke(known(request))));
  }

  private String known(Context request) {
    return migrations.status(request.pathParam("migration")).where().migration();
  }

  private void show(Context request) {
    Optional<String> migration = links.migration(request.pathParam("link"));
    HEADERS.forEach(request::header);
    if (migration.isEmpty()) {
      String none = new Sheet("No such page", "").paragraph("Ask for a new link.").html();
      request.status(HttpStatus.NOT_FOUND).html(none);
      return;
    }
    Status status = migrations.status(migration.get());
    request.html(SharePage.of(status, states.of(migration.get()).phaseSince(), Instant.now()));
  }
}
