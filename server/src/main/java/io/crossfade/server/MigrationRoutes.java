package io.crossfade.server;

import io.crossfade.engine.Control;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Map;

/// A migration and its verbs. An answer comes when the verb's work is done.
public final class MigrationRoutes implements Routes {
  private static final String PATH = "/migrations/{migration}";

  private final String name;
  private final Control control;

  /// @param name the migration that `control` carries on
  public MigrationRoutes(String name, Control control) {
    this.name = name;
    this.control = control;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/migrations", answer -> answer.json(List.of(name)));
    routes.get(PATH + "/status", known(answer -> answer.json(control.status())));
    routes.get(PATH + "/plan", known(answer -> answer.json(control.plan())));
    routes.post(
        PATH + "/verify", known(answer -> answer.json(control.verify(asked(answer, "repair")))));
    routes.post(PATH + "/cutover", known(answer -> answer.json(control.cutover())));
    routes.post(
        PATH + "/rollback",
        known(answer -> answer.json(control.rollback(asked(answer, "acceptLoss")))));
    routes.post(PATH + "/abort", known(answer -> answer.json(control.abort())));
    routes.post(PATH + "/cleanup", known(answer -> answer.json(control.cleanup())));
  }

  private Handler known(Handler handler) {
    return request -> {
      String asked = request.pathParam("migration");
      if (!asked.equals(name)) {
        throw new CrossfadeException(
            ErrorCode.MIGRATION_UNKNOWN,
            "the process asked carries on migration %s, not %s. Give the other one's --state-dir."
                .formatted(name, asked),
            Map.of("migration", asked));
      }
      handler.handle(request);
    };
  }

  private static boolean asked(Context request, String parameter) {
    return Boolean.parseBoolean(request.queryParam(parameter));
  }
}
