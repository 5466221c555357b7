package io.crossfade.server;

import io.crossfade.engine.Approving;
import io.crossfade.engine.StepName;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.access.Principal;
import io.crossfade.server.hosting.Migrations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.Arrays;

/// What needs more than one person.
///
/// - `GET /migrations/{migration}/approvals` says what, and how far that is.
/// - `POST /migrations/{migration}/ask?step=STEP` asks for it, without wanting it at once.
/// - `POST /migrations/{migration}/approve?step=STEP&plan=DIGEST` says yes.
/// - `POST /migrations/{migration}/refuse?step=STEP&reason=TEXT` says no.
///
/// Whoever wants a step to begin has asked for it too, see [MigrationRoutes].
public final class ApprovalRoutes implements Routes {
  private static final String PATH = "/migrations/{migration}";

  private final Migrations migrations;

  public ApprovalRoutes(Migrations migrations) {
    this.migrations = migrations;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(PATH + "/approvals", request -> request.json(approving(request).all()));
    routes.post(PATH + "/ask", this::ask);
    routes.post(PATH + "/approve", this::approve, Needs.APPROVER);
    routes.post(PATH + "/refuse", this::refuse, Needs.APPROVER);
  }

  private void ask(Context request) {
    Approving approving = approving(request);
    approving.ask(step(request), By.of(request));
    request.json(approving.all());
  }

  private void approve(Context request) {
    request.json(approving(request).approve(step(request), who(request), text(request, "plan")));
  }

  private void refuse(Context request) {
    request.json(approving(request).refuse(step(request), who(request), text(request, "reason")));
  }

  private Approving approving(Context request) {
    return migrations.control(request.pathParam("migration")).approving();
  }

  /// Whoever has the token of the process says of himself who he is, and could be anybody.
  private static String who(Context request) {
    return Gatekeeper.principal(request)
        .filter(Principal::isProven)
        .map(Principal::name)
        .orElseThrow(() ->
            new CrossfadeException(
                ErrorCode.NOT_PERMITTED,
                "an approval has to come from somebody with an account of their own, and this is the token of the process. An admin makes one with `crossfade account create NAME --role approver`; give the command with --server and --token-file then."));
  }

  private static StepName step(Context request) {
    String given = text(request, "step");
    return Arrays.stream(StepName.values())
        .filter(step -> step.spelled().equals(given))
        .findFirst()
        .orElseThrow(() -> new BadRequestResponse("step is none that we know: " + given));
  }

  private static String text(Context request, String parameter) {
    String given = request.queryParam(parameter);
    return given == null ? "" : given;
  }
}
