package io.crossfade.server;

import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// One who follows the routes of a migration: he is told the current one at once, and each time
/// that there is something else to be told.
///
/// @param stillIn whether he may still be told
/// @param closed whether the server stops
record RouteStream(RouteBoard board, BooleanSupplier stillIn, BooleanSupplier closed) {
  /// A comment now and then: a router notices by its absence that the connection is dead, long
  /// before its lease is over.
  private static final Duration SIGN_OF_LIFE = Duration.ofMillis(500);

  void serve(SseClient client) {
    String told = "";
    try {
      while (!client.terminated()
          && !closed.getAsBoolean()
          && !board.isClosed()
          && stillIn.getAsBoolean()) {
        Side announced = board.announced();
        Route route = board.current();
        String text = RouteText.of(route, board);
        if (text.equals(told)) {
          client.sendComment("waiting");
        } else {
          client.sendEvent("route", text, Long.toString(route.epoch()));
          told = text;
        }
        Route _ = board.await(route.epoch(), announced, SIGN_OF_LIFE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
    }
  }
}
