package io.crossfade.server;

import io.crossfade.engine.store.Manifests;
import io.crossfade.model.TableName;
import io.crossfade.server.hosting.Host;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashSet;
import java.util.Set;

/// What a server carries out.
///
/// - `POST /migrations` with a manifest begins its migration, or goes on with it. The same manifest
///   once more changes nothing.
/// - `POST /migrations/{migration}/run?retake=SCHEMA.TABLE` goes on with one that has stopped.
/// - `GET /migrations/{migration}/manifest` is the one that was given last.
public final class ManifestRoutes implements Routes {
  private static final int MOST_CHARACTERS = 1 << 20;

  private final Host host;

  public ManifestRoutes(Host host) {
    this.host = host;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/migrations", this::accept);
    routes.post("/migrations/{migration}/run", this::goOn);
    routes.get(
        "/migrations/{migration}/manifest",
        request ->
            request
                .contentType("application/yaml")
                .result(host.manifest(request.pathParam("migration")).text()));
  }

  private void accept(Context request) {
    String text = text(request);
    Manifests.Kept kept = host.accept(text, By.of(request));
    request
        .status(HttpStatus.CREATED)
        .header("Location", "/migrations/" + kept.migration())
        .json(host.status(kept.migration()));
  }

  /// A bad request where it is too long to be one.
  static String text(Context request) {
    String text = request.body();
    if (text.length() > MOST_CHARACTERS) {
      throw new BadRequestResponse(
          "a manifest of more than %d characters".formatted(MOST_CHARACTERS));
    }
    return text;
  }

  private void goOn(Context request) {
    String migration = request.pathParam("migration");
    Set<TableName> anew = new LinkedHashSet<>();
    request.queryParams("retake").forEach(table -> anew.add(table(table)));
    host.again(migration, anew);
    request.status(HttpStatus.ACCEPTED).json(host.status(migration));
  }

  private static TableName table(String given) {
    int dot = given.indexOf('.');
    if (dot <= 0 || dot == given.length() - 1) {
      throw new BadRequestResponse("retake must be SCHEMA.TABLE: " + given);
    }
    return new TableName(given.substring(0, dot), given.substring(dot + 1));
  }
}
