package io.crossfade.client;

import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A route as the control plane writes it, and as it is kept: in the format of {@link Properties}.
 * Unknown keys are left alone. What writes are about to do is not kept: it is true for a moment.
 */
final class RouteText {
  private static final String ALWAYS = "readers.always.";
  private static final String NEVER = "readers.never.";
  private static final String TESTER = "readers.tester.";

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
      return new RouteAnswer(answer.route(), answer.freshness(), answer.readers(), answer.next());
    } catch (IllegalArgumentException e) {
      throw new IOException("The control plane's answer is not understood: " + e.getMessage(), e);
    }
  }

  static String of(RouteAnswer answer) throws IOException {
    Route route = answer.route();
    Properties properties = new Properties();
    properties.setProperty("migration", route.migration());
    properties.setProperty("epoch", Long.toString(route.epoch()));
    properties.setProperty("writes", route.writes().name());
    properties.setProperty("reads", route.reads().name());
    properties.setProperty("percent", Integer.toString(route.percent()));
    properties.setProperty("shadowPercent", Integer.toString(route.shadowPercent()));
    properties.setProperty("held", Boolean.toString(route.held()));
    Freshness freshness = answer.freshness();
    if (freshness != null) {
      properties.setProperty("positionQuery", freshness.positionQuery());
      properties.setProperty("reachedQuery", freshness.reachedQuery());
    }
    addKeys(properties, ALWAYS, answer.readers().always());
    addKeys(properties, NEVER, answer.readers().never());
    answer
        .readers()
        .testers()
        .forEach((key, side) -> properties.setProperty(TESTER + key, side.name()));
    StringWriter text = new StringWriter();
    properties.store(text, null);
    return text.toString();
  }

  private Route route() throws IOException {
    return new Route(
        value("migration"),
        Long.parseLong(value("epoch")),
        Writes.valueOf(value("writes")),
        Side.valueOf(value("reads")),
        Integer.parseInt(value("percent")),
        Integer.parseInt(value("shadowPercent")),
        held());
  }

  /**
   * Anything but the two words is no answer: who is held must not be let through by half a word.
   */
  private boolean held() throws IOException {
    String held = value("held");
    if (!held.equals("true") && !held.equals("false")) {
      throw new IOException("The control plane's answer has held=" + held + ".");
    }
    return held.equals("true");
  }

  private @Nullable Freshness freshness() {
    String positionQuery = properties.getProperty("positionQuery");
    String reachedQuery = properties.getProperty("reachedQuery");
    return positionQuery == null || reachedQuery == null
        ? null
        : new Freshness(positionQuery, reachedQuery);
  }

  private @Nullable Side next() {
    String next = properties.getProperty("next");
    return next == null ? null : Side.valueOf(next);
  }

  private Readers readers() {
    Map<String, Side> testers = new HashMap<>();
    named(TESTER)
        .forEach(key -> testers.put(key, Side.valueOf(properties.getProperty(TESTER + key))));
    return new Readers(named(ALWAYS), named(NEVER), testers);
  }

  /** The rest of every name that begins so: a key may hold any character. */
  private Set<String> named(String prefix) {
    return properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .collect(Collectors.toSet());
  }

  private static void addKeys(Properties properties, String prefix, Set<String> keys) {
    keys.forEach(key -> properties.setProperty(prefix + key, ""));
  }

  private String value(String name) throws IOException {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IOException("The control plane's answer lacks \"" + name + "\".");
    }
    return value;
  }
}
