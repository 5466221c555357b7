package io.crossfade.client;

import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Reads a route as the control plane writes it: in the format of {@link Properties}. Unknown keys
 * are left alone.
 */
final class RouteText {
  private final Properties properties = new Properties();

  private RouteText(String text) throws IOException {
    try {
      properties.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw new IOException("The control plane's answer cannot be read.", e);
    }
  }

  static RouteAnswer parse(String text) throws IOException {
    RouteText answer = new RouteText(text);
    try {
      return new RouteAnswer(answer.route(), answer.freshness());
    } catch (IllegalArgumentException e) {
      throw new IOException("The control plane's answer is not understood: " + e.getMessage(), e);
    }
  }

  private Route route() throws IOException {
    return new Route(
        value("migration"),
        Long.parseLong(value("epoch")),
        Writes.valueOf(value("writes")),
        Side.valueOf(value("reads")),
        Integer.parseInt(value("percent")),
        Integer.parseInt(value("shadowPercent")),
        Boolean.parseBoolean(value("held")));
  }

  private @Nullable Freshness freshness() {
    String positionQuery = properties.getProperty("positionQuery");
    String reachedQuery = properties.getProperty("reachedQuery");
    return positionQuery == null || reachedQuery == null
        ? null
        : new Freshness(positionQuery, reachedQuery);
  }

  private String value(String name) throws IOException {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IOException("The control plane's answer lacks \"" + name + "\".");
    }
    return value;
  }
}
