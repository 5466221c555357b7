package io.crossfade.mysqlservers;

import io.crossfade.servers.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the data directory of a server, or takes over the one that is there. What is not the
 * server's own lies beside its {@code data}, which it wants to have alone.
 *
 * @param place holds {@code data}, the settings and the log
 */
record MySqlDataDirectory(MySqlBinaries binaries, Path place) {
  private static final String SETTINGS = "crossfade.cnf";

  /** What a source and a target of a migration need, and little memory. */
  static Map<String, String> settings(MySqlVersion version, boolean durable) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("bind_address", "127.0.0.1");
    settings.put("skip_name_resolve", "1");
    // Relative to the data directory: a whole path may be too long for a socket.
    settings.put("socket", "mysqld.sock");
    settings.put("max_connections", "200");
    settings.put("max_allowed_packet", "64M");
    settings.put("character_set_server", "utf8mb4");
    settings.put("log_bin", "binlog");
    settings.put("binlog_format", "ROW");
    settings.put("binlog_row_metadata", "FULL");
    // The fence is made of triggers, by a user without SUPER.
    settings.put("log_bin_trust_function_creators", "1");
    settings.put("innodb_buffer_pool_size", "64M");
    settings.put("innodb_flush_log_at_trx_commit", durable ? "1" : "0");
    settings.put("sync_binlog", durable ? "1" : "0");
    settings.put("innodb_doublewrite", durable ? "1" : "0");
    if (!durable) {
      settings.put("innodb_flush_method", "nosync");
    }
    if (version.isMariaDb()) {
      settings.put("gtid_strict_mode", "1");
      settings.put("innodb_log_file_size", "48M");
      // It would make a key of 4096 bits at each start, which may take ten seconds.
      settings.put("ssl", "0");
    } else {
      settings.put("gtid_mode", "ON");
      settings.put("enforce_gtid_consistency", "ON");
      settings.put("innodb_redo_log_capacity", "64M");
      settings.put("mysqlx", "OFF");
    }
    return settings;
  }

  void prepare(Map<String, String> settings) {
    try {
      // Not the system's: a server that starts deletes there what it takes for its own leftovers.
      Path temporary = Files.createDirectories(place.resolve("tmp"));
      StringBuilder text = new StringBuilder("[mysqld]\ntmpdir = " + temporary + "\n");
      settings.forEach((name, value) -> text.append(name + " = " + value + "\n"));
      Files.writeString(place.resolve(SETTINGS), text);
      if (!Files.isDirectory(data().resolve("mysql"))) {
        install();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot prepare the data directory " + data(), e);
    }
  }

  /** What every call of the server begins with. */
  List<String> call(String program) {
    List<String> call =
        new ArrayList<>(
            List.of(
                binaries.program(program),
                "--defaults-file=" + place.resolve(SETTINGS),
                "--basedir=" + binaries.home(),
                "--datadir=" + data()));
    if (!binaries.version().isMariaDb()) {
      call.add("--lc-messages-dir=" + binaries.program("share"));
    }
    return call;
  }

  Path log() {
    return place.resolve("server.log");
  }

  private Path data() {
    return place.resolve("data");
  }

  private void install() throws IOException {
    Path log = place.resolve("install.log");
    List<String> command;
    if (binaries.version().isMariaDb()) {
      command = call("scripts/mariadb-install-db");
      command.addAll(
          List.of(
              "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"));
    } else {
      Path users =
          Files.writeString(
              place.resolve("users.sql"),
              "CREATE USER root@'127.0.0.1';\nGRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;\n");
      command = call("bin/mysqld");
      command.addAll(List.of("--initialize-insecure", "--init-file=" + users));
    }
    Commands.run(command, log);
    Files.delete(log);
  }
}
