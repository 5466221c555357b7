package io.crossfade.server;

import io.crossfade.engine.Control;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.StepName;
import io.crossfade.engine.store.EventLines;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    routes.post(
        PATH + "/pause",
        known(answer -> answer.json(control.pause(text(answer, "by"), text(answer, "reason")))));
    routes.post(PATH + "/resume", known(answer -> answer.json(control.resume(text(answer, "by")))));
    routes.post(
        PATH + "/throttle",
        known(answer -> answer.json(control.throttle(text(answer, "by"), pace(answer)))));
    routes.post(PATH + "/advance", known(this::advance));
    routes.post(
        PATH + "/repair", known(answer -> answer.json(control.repair(asked(answer, "dryRun")))));
    routes.get(PATH + "/report", known(answer -> answer.json(control.report())));
    routes.get(
        PATH + "/events",
        known(answer ->
            answer.contentType("application/jsonl").result(EventLines.write(control.events()))));
    routes.get(PATH + "/diagnostics", known(answer -> answer.json(control.diagnostics())));
    routes.post(PATH + "/rehearse", known(answer -> answer.json(control.rehearse())));
    routes.post(PATH + "/cutover", known(answer -> switched(answer, control.cutover())));
    routes.post(
        PATH + "/rollback",
        known(answer -> switched(answer, control.rollback(asked(answer, "acceptLoss")))));
    routes.post(PATH + "/abort", known(answer -> answer.json(control.abort())));
    routes.post(PATH + "/cleanup", known(answer -> answer.json(control.cleanup())));
  }

  private void advance(Context answer) {
    Control.AdvanceReport report = control.advance(step(answer));
    Outcome.note(answer, report.report());
    answer.json(report);
  }

  private static void switched(Context answer, Control.SwitchReport report) {
    Outcome.note(answer, report);
    answer.json(report);
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

  private static String text(Context request, String parameter) {
    String given = request.queryParam(parameter);
    return given == null ? "" : given;
  }

  private static PaceSetting pace(Context request) {
    String limit = text(request, "rowsPerSecond");
    if (!limit.isEmpty() && !limit.matches("[1-9][0-9]{0,17}")) {
      throw new BadRequestResponse("rowsPerSecond must be a whole number, 1 or more: " + limit);
    }
    if (!limit.isEmpty()) {
      return PaceSetting.limited(Long.parseLong(limit));
    }
    return asked(request, "off") ? PaceSetting.OFF : PaceSetting.ADAPTIVE;
  }

  /// Null where it is none that we know.
  private static @Nullable StepName step(Context request) {
    String given = text(request, "step");
    return Arrays.stream(StepName.values())
        .filter(step -> step.spelled().equals(given))
        .findFirst()
        .orElse(null);
  }
}
