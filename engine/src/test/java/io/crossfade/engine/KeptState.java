package io.crossfade.engine;

import io.crossfade.engine.store.EventLines;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/// What a release has left in the midst of a migration, kept as text: the control store, both
/// databases, the manifest. Taken while applications stand still. See docs/upgrade.md for what it
/// proves and what not.
///
/// @param directory `<release>/<moment>`
record KeptState(Path directory) {
  /// All releases have theirs here.
  static final Path ALL = Path.of("src", "test", "fixtures");

  private static final String LSN = "[0-9A-F]+/[0-9A-F]+";
  private static final String SNAPSHOT = "\\d+:\\d+:(\\d+(,\\d+)*)?";

  /// What Crossfade has made belongs to its role, not to the one who restores it.
  private static final String OURS =
      """
      DO $$ DECLARE command text; BEGIN FOR command IN
        SELECT 'ALTER SCHEMA crossfade OWNER TO mover'
        UNION ALL SELECT format('ALTER TABLE %s OWNER TO mover', oid::regclass) FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'crossfade'::regnamespace
        UNION ALL SELECT format('ALTER ROUTINE %s OWNER TO mover', oid::regprocedure) FROM pg_proc
        WHERE pronamespace = 'crossfade'::regnamespace
        UNION ALL SELECT format('ALTER PUBLICATION %I OWNER TO mover', pubname) FROM pg_publication
      LOOP EXECUTE command; END LOOP; END $$\
      """;

  String migration() {
    return "kept_" + directory.getFileName().toString().replace('-', '_');
  }

  String manifest() throws IOException {
    return Files.readString(directory.resolve("manifest.yaml"));
  }

  String events() throws IOException {
    return Files.readString(directory.resolve("events.jsonl"));
  }

  /// @param state the directory in which the store lies; no process may be there
  void write(TwoDatabases databases, LiveMigration live, String manifest, Path state)
      throws IOException, SQLException {
    Files.createDirectories(directory);
    String events = EventLines.write(live.store().events().events(migration()));
    live.close();
    Map<String, String> places = places(databases);
    Files.writeString(directory.resolve("manifest.yaml"), manifest);
    Files.writeString(directory.resolve("events.jsonl"), withPlaceholders(events, places));
    for (Side side : Side.values()) {
      try (Connection connection = databases.connect(side)) {
        Files.writeString(
            file(side), withPlaceholders(positions(DatabaseText.write(connection), side), places));
      }
    }
    try (Connection store = store(state)) {
      String script =
          String.join("\n", DatabaseText.column(store, "SCRIPT NOPASSWORDS NOSETTINGS")) + "\n";
      Files.writeString(directory.resolve("store.sql"), withPlaceholders(script, places));
    }
  }

  /// On other servers, with slots made anew: so nothing may have happened meanwhile, and each
  /// stream goes on from here.
  void restore(TwoDatabases databases, Path state) throws IOException, SQLException {
    Map<String, String> values = places(databases);
    for (Side side : Side.values()) {
      try (Connection connection = databases.connect(side)) {
        DatabaseText.restore(connection, Files.readString(file(side)));
      }
    }
    values.putAll(positions(databases));
    for (Side side : Side.values()) {
      try (Connection connection = databases.connect(side)) {
        DatabaseText.restoreRest(
            connection, Files.readString(file(side)), text -> filledIn(text, values));
      }
    }
    for (Side side : Side.values()) {
      databases.giveRights(side);
      databases.sql(side, OURS);
    }
    try (Connection store = store(state);
        Statement statement = store.createStatement()) {
      statement.execute(filledIn(Files.readString(directory.resolve("store.sql")), values));
    }
  }

  private Path file(Side side) {
    return directory.resolve(side.spelled() + ".sql");
  }

  /// What means something on the server it comes from only. On each side lies what is known of the
  /// other side's log.
  private static String positions(String text, Side side) {
    String other = "\\${" + side.other() + ".";
    return text.lines()
        .map(line ->
            line.startsWith("INSERT INTO crossfade.stream")
                    || line.startsWith("INSERT INTO crossfade.chunk")
                ? line.replaceAll(LSN, other + "lsn}")
                    .replaceAll(SNAPSHOT, other + "xid}:" + other + "xid}:")
                : line)
        .reduce("", (all, line) -> all + line + "\n");
  }

  private static Map<String, String> positions(TwoDatabases databases) throws SQLException {
    Map<String, String> values = new TreeMap<>();
    for (Side side : Side.values()) {
      values.put(side + ".lsn", databases.one(side, "SELECT pg_current_wal_flush_lsn()"));
      values.put(
          side + ".xid", databases.one(side, "SELECT pg_snapshot_xmax(pg_current_snapshot())"));
    }
    return values;
  }

  /// What is different wherever it is restored.
  private static Map<String, String> places(TwoDatabases databases) throws SQLException {
    Map<String, String> values = new TreeMap<>();
    for (Side side : Side.values()) {
      String url = databases.url(side);
      values.put(side + ".url", url.substring(0, (url + "?").indexOf('?')));
      values.put(
          side + ".system",
          databases.one(side, "SELECT system_identifier::text FROM pg_control_system()"));
    }
    return values;
  }

  private static String withPlaceholders(String text, Map<String, String> values) {
    String with = text;
    for (var value : values.entrySet()) {
      with = with.replace(value.getValue(), "${" + value.getKey() + "}");
    }
    return with.replace(LeaseHolder.thisHost(), "db1")
        .replace(Path.of("state").toAbsolutePath().toString(), "/state");
  }

  private static String filledIn(String text, Map<String, String> values) {
    String filled = text;
    for (var value : values.entrySet()) {
      filled = filled.replace("${" + value.getKey() + "}", value.getValue());
    }
    return filled;
  }

  /// As the engine opens it.
  private static Connection store(Path state) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:h2:file:"
            + state.resolve("store").toAbsolutePath()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
        "crossfade",
        "");
  }
}
