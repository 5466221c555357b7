package io.crossfade.adapters.pgbouncer;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What stands behind the `=` in a line of `[databases]`: keys and values, as PgBouncer reads them.
///
/// @param name of the database, which is its `dbname` where none is said
record DatabaseLine(String name, String text) {
  private static final Pattern PAIR =
      Pattern.compile("\\s*([A-Za-z0-9_]+)\\s*=\\s*('(?:[^']|'')*'|[^'\\s]\\S*)?");
  private static final int DEFAULT_PORT = 5432;

  /// Null where PgBouncer would not understand it either.
  @Nullable Place place() {
    Map<String, String> keys = new HashMap<>();
    Matcher pair = PAIR.matcher(text);
    int end = 0;
    while (pair.find(end) && pair.start() == end) {
      keys.put(pair.group(1), unquoted(pair.group(2)));
      end = pair.end();
    }
    String port = keys.getOrDefault("port", "" + DEFAULT_PORT);
    if (!text.substring(end).isBlank() || !port.matches("\\d{1,5}")) {
      return null;
    }
    return new Place(
        keys.getOrDefault("host", ""),
        Integer.parseInt(port),
        keys.getOrDefault("dbname", name),
        keys.get("user"));
  }

  boolean holdsPassword() {
    return PAIR.matcher(text).results().anyMatch(pair -> pair.group(1).equals("password"));
  }

  /// The same line for another place: values where they stand, and what is missing at its end.
  DatabaseLine at(Place place) {
    Map<String, String> missing = place.keys();
    StringBuilder changed = new StringBuilder();
    Matcher pair = PAIR.matcher(text);
    int end = 0;
    while (pair.find(end) && pair.start() == end) {
      String value = missing.remove(pair.group(1));
      String before = pair.group(2) == null ? "" : pair.group(2);
      changed
          .append(text, end, pair.end() - before.length())
          .append(value == null ? before : quoted(value, before.startsWith("'")));
      end = pair.end();
    }
    changed.append(text, end, text.length());
    missing.forEach(
        (key, value) -> changed.append(' ').append(key).append('=').append(quoted(value, false)));
    return new DatabaseLine(name, changed.toString());
  }

  private static String unquoted(@Nullable String value) {
    if (value == null) {
      return "";
    }
    return value.startsWith("'")
        ? value.substring(1, value.length() - 1).replace("''", "'")
        : value;
  }

  private static String quoted(String value, boolean always) {
    return always || !value.matches("[^'\\s]+") ? "'" + value.replace("'", "''") + "'" : value;
  }
}
