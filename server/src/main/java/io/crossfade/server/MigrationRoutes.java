package io.crossfade.server;

import io.crossfade.engine.Control;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.StepName;
import io.crossfade.server.access.Principal;
import io.crossfade.server.hosting.Migrations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A migration and its verbs. An answer comes when the verb's work is done.
public final class MigrationRoutes implements Routes {
  private static final String PATH = "/migrations/{migration}";

  private final Migrations migrations;

  public MigrationRoutes(Migrations migrations) {
    this.migrations = migrations;
  }

  /// What is asked of one migration, or done to it.
  @FunctionalInterface
  private interface Question {
    Object answer(Control control, Context request);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(PATH + "/status", request -> request.json(migrations.status(name(request))));
    routes.get(PATH + "/chunks", known((control, _) -> control.chunks()));
    routes.get(PATH + "/plan", known((control, _) -> control.plan()));
    routes.get(PATH + "/diagnostics", known((control, _) -> control.diagnostics()));
    routes.post(
        PATH + "/verify", known((control, request) -> control.verify(asked(request, "repair"))));
    routes.post(
        PATH + "/pause",
        known((control, request) -> control.pause(by(request), text(request, "reason"))));
    routes.post(PATH + "/resume", known((control, request) -> control.resume(by(request))));
    routes.post(
        PATH + "/throttle",
        known((control, request) -> control.throttle(by(request), pace(request))));
    routes.post(PATH + "/advance", known(this::advanced));
    routes.post(
        PATH + "/repair", known((control, request) -> control.repair(asked(request, "dryRun"))));
    routes.post(PATH + "/rehearse", known((control, _) -> control.rehearse()));
    routes.post(PATH + "/cutover", asking(StepName.CUTOVER, (control, _) -> control.cutover()));
    routes.post(
        PATH + "/rollback",
        known((control, request) -> control.rollback(asked(request, "acceptLoss"))));
    routes.post(PATH + "/abort", known((control, _) -> control.abort()));
    routes.post(PATH + "/cleanup", asking(StepName.CLEANUP, (control, _) -> control.cleanup()));
  }

  private Object advanced(Control control, Context request) {
    StepName step = step(request);
    if (step == StepName.CUTOVER) {
      control.approving().ask(step, By.of(request));
    }
    return control.advance(step);
  }

  /// Whoever wants a step that needs approval has asked for it.
  private Handler asking(StepName step, Question question) {
    return known((control, request) -> {
      control.approving().ask(step, By.of(request));
      return question.answer(control, request);
    });
  }

  private Handler known(Question question) {
    return request -> {
      Object answer = question.answer(migrations.control(name(request)), request);
      Outcome.note(request, answer);
      request.json(answer);
    };
  }

  private static String name(Context request) {
    return request.pathParam("migration");
  }

  private static boolean asked(Context request, String parameter) {
    return Boolean.parseBoolean(request.queryParam(parameter));
  }

  private static String text(Context request, String parameter) {
    String given = request.queryParam(parameter);
    return given == null ? "" : given;
  }

  /// Whoever has an account is nobody else.
  private static String by(Context request) {
    String said = text(request, "by");
    boolean isProven = Gatekeeper.principal(request).filter(Principal::isProven).isPresent();
    return said.isEmpty() || isProven ? By.of(request) : said;
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
