package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.model.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What two servers do not do alike, by what each says of itself. */
public final class Differences {
  private static final String NAMES = "lower_case_table_names";

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
    differences.names(tables);
    if (source.containsKey(NAMES)) {
      differences.kind();
      differences.packets();
      differences.mode();
      differences.timeZone();
    }
    return differences.found;
  }

  /** Then names that differ only by case are one, and all are kept in small letters. */
  private void names(List<Table> tables) {
    if (target.getOrDefault(NAMES, "0").equals("0")) {
      return;
    }
    tables.stream()
        .map(table -> table.name().toString())
        .filter(name -> !name.equals(name.toLowerCase(Locale.ROOT)))
        .forEach(name ->
            found.add(
                Finding.stops(
                    new Problem(
                        "the target keeps names in small letters (lower_case_table_names is %s)"
                            .formatted(target.get(NAMES)),
                        name,
                        "map it to a name in small letters, or take a target with lower_case_table_names = 0"))));
  }

  private void kind() {
    boolean here = isMariaDb(source);
    boolean there = isMariaDb(target);
    if (here != there) {
      warns(
          "it is %s and the source %s: what only the one knows, the application may use"
              .formatted(name(there), name(here)),
          "try the application on this one first");
    } else if (major(source) > major(target)) {
      warns(
          "it is version %s and the source %s: what came in between is not there"
              .formatted(target.get("version"), source.get("version")),
          "take a target of the source's version, or try the application on this one first");
    }
  }

  private static String name(boolean mariaDb) {
    return mariaDb ? "MariaDB" : "MySQL";
  }

  private static boolean isMariaDb(Map<String, String> settings) {
    return settings.getOrDefault("version", "").contains("MariaDB");
  }

  /** The first two numbers. */
  private static int major(Map<String, String> settings) {
    String[] numbers = settings.getOrDefault("version", "0.0").split("\\D", -1);
    return Integer.parseInt(numbers[0]) * 100 + Integer.parseInt(numbers[1]);
  }

  private void packets() {
    if (number("max_allowed_packet", source) > number("max_allowed_packet", target)) {
      warns(
          "its max_allowed_packet is smaller than the source's: a row that is larger cannot be written",
          "SET GLOBAL max_allowed_packet = " + number("max_allowed_packet", source));
    }
  }

  private static long number(String name, Map<String, String> settings) {
    return Long.parseLong(settings.getOrDefault(name, "0"));
  }

  private void mode() {
    Set<String> here = modes(source);
    Set<String> there = modes(target);
    if (!here.equals(there)) {
      warns(
          "its sql_mode is %s, and the source's %s: it takes, cuts or refuses other values of the application"
              .formatted(there, here),
          "SET GLOBAL sql_mode = '" + String.join(",", here) + "', as far as it knows these");
    }
  }

  private static Set<String> modes(Map<String, String> settings) {
    return new TreeSet<>(
        Arrays.stream(settings.getOrDefault("sql_mode", "").split(",", -1))
            .filter(mode -> !mode.isEmpty())
            .toList());
  }

  private void timeZone() {
    String here = zone(source);
    String there = zone(target);
    if (!here.equals(there)) {
      warns(
          "its time zone is %s and the source's %s: what the application reads and writes without a zone shifts"
              .formatted(there, here),
          "SET GLOBAL time_zone = ..., the same on both sides");
    }
  }

  private static String zone(Map<String, String> settings) {
    String zone = settings.getOrDefault("time_zone", "");
    return zone.equals("SYSTEM") ? settings.getOrDefault("system_time_zone", "") : zone;
  }

  private void warns(String what, String mend) {
    found.add(Finding.warns(what, server, mend));
  }
}
