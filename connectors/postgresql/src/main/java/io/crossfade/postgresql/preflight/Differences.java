package io.crossfade.postgresql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What two servers do not do alike, by what each says of itself. */
public final class Differences {
  private static final String UTF8 = "UTF8";

  private final Map<String, String> source;
  private final Map<String, String> target;
  private final String server;
  private final List<Finding> found = new ArrayList<>();

  private Differences(Map<String, String> source, Map<String, String> target, String server) {
    this.source = source;
    this.target = target;
    this.server = server;
  }

  /**
   * @param server the target's name, for messages
   * @param tables as the target has to have them
   */
  public static List<Finding> find(
      Map<String, String> source, Map<String, String> target, String server, List<Table> tables) {
    Differences differences = new Differences(source, target, "the TARGET " + server);
    differences.version();
    differences.encoding();
    differences.collation(tables);
    differences.timeZone();
    return differences.found;
  }

  private void version() {
    if (major(source) > major(target)) {
      warns(
          "it is PostgreSQL %d and the source %d: what came in between is not there, and the application may use it"
              .formatted(major(target), major(source)),
          "take a target of version "
              + major(source)
              + ", or try the application on this one first");
    }
  }

  private static int major(Map<String, String> settings) {
    String version = settings.getOrDefault("server_version", "0");
    return Integer.parseInt(version.replaceFirst("\\D.*", ""));
  }

  private void encoding() {
    if (differ("server_encoding") && !target.getOrDefault("server_encoding", UTF8).equals(UTF8)) {
      found.add(
          Finding.stops(
              new Problem(
                  "its encoding is %s and the source's %s: it cannot hold each of its letters"
                      .formatted(target.get("server_encoding"), source.get("server_encoding")),
                  server,
                  "CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0")));
    }
  }

  /** Equality goes by bytes whatever the order; but not that of citext, which folds by it. */
  private void collation(List<Table> tables) {
    String there = collation(target);
    String here = collation(source);
    if (here.equals(there)) {
      return;
    }
    warns(
        "it sorts text by %s, and the source by %s: ORDER BY and ranges of text give another order"
            .formatted(there, here),
        "CREATE DATABASE ... TEMPLATE template0 with the source's locale, where the order matters");
    for (Table table : tables) {
      Stream.concat(
              table.key().stream(),
              table.indexes().stream().filter(i -> i.unique()).flatMap(i -> i.columns().stream()))
          .distinct()
          .filter(table::has)
          .filter(column -> table.column(column).type().endsWith("citext"))
          .forEach(column -> clash(table, column));
    }
  }

  private void clash(Table table, String column) {
    found.add(
        Finding.warns(
            "column %s is unique without regard to case, which the target folds otherwise: rows could clash there"
                .formatted(column),
            table.name().toString(),
            "CREATE DATABASE ... TEMPLATE template0 with the source's locale"));
  }

  /** People and servers write UTF-8 in several ways. */
  private static String collation(Map<String, String> settings) {
    return Stream.of("collation", "collation provider", "collation version")
        .map(name -> settings.getOrDefault(name, ""))
        .filter(text -> !text.isEmpty())
        .map(text -> text.replaceFirst("(?i)\\.utf-?8$", ".UTF-8"))
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  private void timeZone() {
    if (differ("TimeZone")) {
      warns(
          "its time zone is %s and the source's %s: what the application reads and writes without a zone shifts"
              .formatted(target.get("TimeZone"), source.get("TimeZone")),
          "ALTER DATABASE ... SET TimeZone = ..., the same on both sides");
    }
  }

  private boolean differ(String name) {
    String here = source.getOrDefault(name, "").toLowerCase(Locale.ROOT);
    return !here.equals(target.getOrDefault(name, "").toLowerCase(Locale.ROOT));
  }

  private void warns(String what, String mend) {
    found.add(Finding.warns(what, server, mend));
  }
}
