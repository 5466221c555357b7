package io.crossfade.server;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says every error as a [Problem].
final class Errors implements Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  @Override
  public void addTo(RoutesConfig routes) {
    routes.exception(CrossfadeException.class, (e, answer) -> say(answer, Problem.of(e)));
    routes.exception(HttpResponseException.class, (e, answer) -> say(answer, plain(e)));
    routes.exception(Exception.class, (e, answer) -> say(answer, unexpected(e, answer)));
  }

  private static void say(Context answer, Problem problem) {
    Outcome.note(answer, problem);
    answer.status(problem.status()).json(problem).contentType(Problem.CONTENT_TYPE);
  }

  private static Problem plain(HttpResponseException e) {
    return new Problem("HTTP", e.getStatus(), String.valueOf(e.getMessage()), Map.of());
  }

  private static Problem unexpected(Exception e, Context request) {
    LOG.error("{} {} failed", request.method(), request.path(), e);
    return Problem.of(
        new CrossfadeException(
            ErrorCode.INTERNAL,
            e + ". This is a defect; its trace stands in the log of the running process."));
  }
}
