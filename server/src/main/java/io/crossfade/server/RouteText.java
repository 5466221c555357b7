package io.crossfade.server;

import io.crossfade.connector.Freshness;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/// A route in the format of [Properties], which a client reads without a library.
final class RouteText {
  private RouteText() {}

  static String of(Route route, RouteBoard board) {
    Properties properties = new Properties();
    properties.setProperty("migration", route.migration());
    properties.setProperty("epoch", Long.toString(route.epoch()));
    properties.setProperty("writes", route.writes().name());
    properties.setProperty("reads", route.reads().name());
    properties.setProperty("percent", Integer.toString(route.percent()));
    properties.setProperty("shadowPercent", Integer.toString(route.shadowPercent()));
    properties.setProperty("held", Boolean.toString(route.held()));
    Optional<Freshness> freshness = board.freshness(route);
    freshness.ifPresent(how -> {
      properties.setProperty("positionQuery", how.positionQuery());
      properties.setProperty("reachedQuery", how.reachedQuery());
    });
    Side next = board.announced();
    if (next != null) {
      properties.setProperty("next", next.name());
    }
    Readers readers = board.readers();
    readers.always().forEach(key -> properties.setProperty("readers.always." + key, ""));
    readers.never().forEach(key -> properties.setProperty("readers.never." + key, ""));
    readers
        .testers()
        .forEach((key, side) -> properties.setProperty("readers.tester." + key, side.name()));
    return text(properties);
  }

  private static String text(Properties properties) {
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Without the comment that comes first: it tells the time, and the same route is the same text.
    return text.toString().substring(text.toString().indexOf("\n") + 1);
  }
}
