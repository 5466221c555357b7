package io.crossfade.server;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says every error as a [Problem]. Whoever was not let in learns no words of ours: they name the
/// store, hosts and files.
final class Errors implements Routes {
  /// For applications, which read no JSON: who carries the migration on.
  private static final String CARRIER = "Crossfade-Carried-By";

  /// Too many ask.
  private static final Set<Integer> SOON = Set.of(429, 503);

  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  /// Those that are only about who asks.
  private static final Set<ErrorCode> FOR_EVERYBODY =
      Set.of(ErrorCode.NOT_AUTHENTICATED, ErrorCode.NOT_PERMITTED);

  @Override
  public void addTo(RoutesConfig routes) {
    routes.exception(CrossfadeException.class, (e, answer) -> say(answer, told(e, answer)));
    routes.exception(HttpResponseException.class, (e, answer) -> say(answer, plain(e)));
    routes.exception(Exception.class, (e, answer) -> say(answer, unexpected(e, answer)));
  }

  private static Problem told(CrossfadeException e, Context request) {
    if (Gatekeeper.hasLetIn(request) || FOR_EVERYBODY.contains(e.code())) {
      return Problem.of(e);
    }
    LOG.warn("{} {} cannot be answered: {}", request.method(), request.path(), e.getMessage());
    return Problem.of(
        new CrossfadeException(
            e.code(),
            "this cannot be answered at the moment, and the log of the server says why. Try again."));
  }

  private static void say(Context answer, Problem problem) {
    Outcome.note(answer, problem);
    answer.status(problem.status()).json(problem).contentType(Problem.CONTENT_TYPE);
    String carrier = problem.fields().getOrDefault("url", "");
    if (problem.title().equals(ErrorCode.CARRIED_ELSEWHERE.name()) && !carrier.isEmpty()) {
      answer.header(CARRIER, carrier);
    }
    if (SOON.contains(problem.status())) {
      answer.header("Retry-After", "1");
    }
  }

  private static Problem plain(HttpResponseException e) {
    return new Problem("HTTP", e.getStatus(), String.valueOf(e.getMessage()), Map.of());
  }

  private static Problem unexpected(Exception e, Context request) {
    LOG.error("{} {} failed", request.method(), request.path(), e);
    String what = Gatekeeper.hasLetIn(request) ? e.toString() : e.getClass().getSimpleName();
    return Problem.of(
        new CrossfadeException(
            ErrorCode.INTERNAL,
            what + ". This is a defect; its trace stands in the log of the running process."));
  }
}
