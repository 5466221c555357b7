package io.crossfade.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the data directory of a server, or takes over the one that is there. */
final class DataDirectory {
  private static final String OUR_SETTINGS = "crossfade.conf";

  private DataDirectory() {}

  /** What a source and a target of a migration need, for many tests at once. */
  static Map<String, String> settings(boolean durable) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", "'127.0.0.1'");
    settings.put("unix_socket_directories", "''");
    settings.put("max_connections", "200");
    settings.put("wal_level", "logical");
    settings.put("max_wal_senders", "100");
    settings.put("max_replication_slots", "100");
    settings.put("max_prepared_transactions", "10");
    settings.put("max_wal_size", "'4GB'");
    settings.put("timezone", "'UTC'");
    settings.put("log_timezone", "'UTC'");
    String durability = durable ? "on" : "off";
    settings.put("fsync", durability);
    settings.put("synchronous_commit", durability);
    settings.put("full_page_writes", durability);
    return settings;
  }

  static void prepare(PostgresBinaries binaries, Path dataDir, Map<String, String> settings) {
    try {
      if (!Files.exists(dataDir.resolve("PG_VERSION"))) {
        Files.createDirectories(dataDir.toAbsolutePath().resolveSibling("."));
        initdb(binaries, dataDir);
        // An included file: what a test sets with ALTER SYSTEM still wins over it.
        Files.writeString(
            dataDir.resolve("postgresql.conf"),
            "\ninclude '" + OUR_SETTINGS + "'\n",
            StandardOpenOption.APPEND);
      }
      StringBuilder text = new StringBuilder();
      settings.forEach((name, value) -> text.append(name + " = " + value + "\n"));
      Files.writeString(dataDir.resolve(OUR_SETTINGS), text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot prepare the data directory " + dataDir, e);
    }
  }

  static Path log(Path dataDir) {
    return dataDir.resolve("server.log");
  }

  private static void initdb(PostgresBinaries binaries, Path dataDir) throws IOException {
    Path log = dataDir.resolveSibling(dataDir.getFileName() + ".initdb.log");
    List<String> command =
        List.of(
            binaries.program("initdb").toString(),
            "--pgdata=" + dataDir,
            "--username=" + EmbeddedPostgres.USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
            "--no-instructions");
    Commands.run(command, log);
    Files.delete(log);
  }
}
