package io.crossfade.adapters.pgbouncer;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the running PgBouncer says of its databases, whatever its file says.
record Running(Map<String, Database> databases) {
  /// As `PAUSE` counts them.
  private static final Set<String> UNDER_WAY = Set.of("active", "tested");

  /// @param paused whether new transactions wait
  /// @param poolMode its own one, empty where it has the one of all
  record Database(Place place, boolean paused, String poolMode) {}

  static Running of(Console console) {
    Map<String, Database> databases = new HashMap<>();
    for (Map<String, String> row : console.show("DATABASES")) {
      String user = row.getOrDefault("force_user", "");
      databases.put(
          row.getOrDefault("name", ""),
          new Database(
              new Place(
                  row.getOrDefault("host", ""),
                  Integer.parseInt(row.getOrDefault("port", "0")),
                  row.getOrDefault("database", ""),
                  user.isEmpty() ? null : user),
              row.getOrDefault("paused", "0").equals("1"),
              row.getOrDefault("pool_mode", "")));
    }
    return new Running(databases);
  }

  Database database(String name) {
    Database database = databases.get(name);
    if (database == null) {
      throw new CrossfadeException(
          ErrorCode.CONFIGURATION_INVALID,
          "the running PgBouncer does not know a database %s; it knows %s"
              .formatted(name, databases.keySet().stream().sorted().toList()));
    }
    return database;
  }

  /// Server connections of these databases on which a transaction is under way.
  ///
  /// @param outdated only those which PgBouncer closes afterwards, because its file has changed
  static long inFlight(Console console, List<String> databases, boolean outdated) {
    return console.show("SERVERS").stream()
        .filter(server -> databases.contains(server.getOrDefault("database", "")))
        .filter(server -> UNDER_WAY.contains(server.getOrDefault("state", "")))
        .filter(server -> !outdated || "1".equals(server.get("close_needed")))
        .count();
  }

  static String setting(Console console, String key) {
    return console.show("CONFIG").stream()
        .filter(row -> key.equals(row.get("key")))
        .map(row -> row.getOrDefault("value", ""))
        .findFirst()
        .orElse("");
  }
}
