package io.crossfade.server;

import io.crossfade.engine.audit.Act;
import io.crossfade.engine.audit.AuditEntry;
import io.crossfade.engine.report.Redaction;
import io.crossfade.engine.store.AuditLog;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Sha256;
import io.crossfade.server.hosting.OpeningByManifest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every request that may change something leaves two entries in the audit: one before it is
/// carried out, and one with what came of it. That is not up to each verb, so that none can be
/// forgotten. What routers report all the time is no such request, nor is one of somebody who was
/// not let in.
public final class AuditedRequests implements Routes {
  private static final String ROUTERS = "/routes/";

  /// What is given a manifest.
  private static final Set<String> MANIFESTS = Set.of("/migrations", "/plan");

  /// The way back is never barred: when the audit cannot be written, the verb says by itself
  /// whether it can do without the store.
  private static final Set<String> NEVER_BARRED = Set.of("rollback");

  /// Of the parameters these and no others, for anything may stand in one that we do not know.
  private static final List<String> PARAMETERS =
      List.of(
          "acceptLoss",
          "days",
          "dryRun",
          "name",
          "off",
          "plan",
          "reason",
          "repair",
          "retake",
          "role",
          "router",
          "rowsPerSecond",
          "step");

  private final AuditLog audit;
  private final Redaction redaction;

  private record Asked(Act act, long number) {}

  /// @param access its tokens are hidden wherever somebody has written one
  public AuditedRequests(AuditLog audit, Access access) {
    this.audit = audit;
    this.redaction = new Redaction(List.of(access.people(), access.routers()));
  }

  @Override
  public void addTo(RoutesConfig routes) {
    // whoever has no token was refused before
    routes.beforeMatched(this::asked);
    // after an error too
    routes.after(this::answered);
  }

  private void asked(Context request) {
    if (Needs.isLooking(request)
        || request.path().startsWith(ROUTERS)
        || Gatekeeper.principal(request).isEmpty()) {
      return;
    }
    Act act = act(request);
    request.attribute(Asked.class.getName(), new Asked(act, recorded(act)));
  }

  private long recorded(Act act) {
    if (NEVER_BARRED.contains(act.what())) {
      return audit.tryToAppend(act).map(AuditEntry::number).orElse(0L);
    }
    try {
      return audit.append(act).number();
    } catch (CrossfadeException e) {
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "%s was not begun, for nobody can record in the audit who asked for it: %s Ask again when that is mended."
              .formatted(act.what(), e.getMessage()),
          e);
    }
  }

  /// What is done is done, whether it can be recorded or not.
  private void answered(Context request) {
    Asked asked = request.attribute(Asked.class.getName());
    if (asked != null) {
      Outcome outcome = Outcome.of(request);
      var _ =
          audit.tryToAppend(
              asked.act().answered(asked.number(), outcome.code(), outcome.details()));
    }
  }

  /// As the routes read it: a name may be written in several ways.
  private static String decoded(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private Act act(Context request) {
    String[] path = decoded(request.path()).split("/", 4); // /migrations/NAME/VERB
    boolean isVerb = path.length == 4 && path[1].equals("migrations");
    Map<String, String> given = new LinkedHashMap<>();
    for (String name : PARAMETERS) {
      String value = String.join(",", request.queryParams(name));
      if (!value.isEmpty()) {
        given.put(name, redaction.secretless(value));
      }
    }
    boolean isManifest = MANIFESTS.contains(request.path());
    if (isManifest) {
      given.put("manifest", Sha256.hex(request.bodyAsBytes())); // as sha256sum says it of the file
    }
    String migration = isVerb ? path[2] : isManifest ? OpeningByManifest.named(request.body()) : "";
    return Act.asked(
        redaction.secretless(By.of(request)),
        redaction.secretless(migration),
        isVerb ? verb(request, path[3]) : request.method().name() + " " + request.path(),
        Act.details(given));
  }

  private static String verb(Context request, String named) {
    return request.method().equals(HandlerType.DELETE) ? "end " + named : named;
  }
}
