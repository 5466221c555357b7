package io.crossfade.mysqlservers;

import io.crossfade.servers.FreePort;
import io.crossfade.servers.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real MariaDB or MySQL server of our own. It listens on loopback, so other processes can use it
 * too, and it ends with this JVM, however that ends. Stopping it keeps its data.
 */
public final class EmbeddedMySql implements AutoCloseable {
  private static final String USER = "root";
  private static final int ATTEMPTS = 5;

  private final MySqlDataDirectory directory;
  private final int port;
  private final Thread stopAtExit = new Thread(this::stop, "stop-mysql");
  private ServerProcess process;

  private EmbeddedMySql(MySqlDataDirectory directory, int port, ServerProcess process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts a server whose data, settings and log lie in {@code place}, which is made if it is not
   * there.
   *
   * @param durable whether an acknowledged commit survives the machine
   *     (innodb_flush_log_at_trx_commit and sync_binlog are 1); without it tests are faster
   */
  public static EmbeddedMySql start(MySqlVersion version, Path place, boolean durable) {
    return start(version, place, durable, Map.of());
  }

  /** As the other, with more settings, named with underscores as the server's variables are. */
  public static EmbeddedMySql start(
      MySqlVersion version, Path place, boolean durable, Map<String, String> settings) {
    Map<String, String> all = MySqlDataDirectory.settings(version, durable);
    all.putAll(settings);
    MySqlDataDirectory directory =
        new MySqlDataDirectory(MySqlBinaries.of(version), place.toAbsolutePath().normalize());
    directory.prepare(all);
    EmbeddedMySql server = startOnFreePort(directory);
    Runtime.getRuntime().addShutdownHook(server.stopAtExit);
    return server;
  }

  /**
   * Another process may take the port between our look and the server's: then another port is
   * tried.
   */
  private static EmbeddedMySql startOnFreePort(MySqlDataDirectory directory) {
    for (int attempt = 1; ; attempt++) {
      int port = FreePort.pick();
      try {
        return new EmbeddedMySql(directory, port, run(directory, port));
      } catch (IllegalStateException e) {
        boolean portTaken = String.valueOf(e.getMessage()).contains("Bind on TCP/IP port");
        if (!portTaken || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static ServerProcess run(MySqlDataDirectory directory, int port) {
    boolean mariaDb = directory.binaries().version().isMariaDb();
    List<String> command = directory.call(mariaDb ? "bin/mariadbd" : "bin/mysqld");
    // Servers that run at the same time have different ports, and so different ids.
    command.addAll(List.of("--port=" + port, "--server-id=" + port));
    Path log = directory.log();
    long before = size(log);
    ServerProcess process =
        ServerProcess.start(
            directory.binaries().version().label() + " in " + directory.place(),
            command,
            log,
            "TERM");
    process.awaitReady(() -> saysReady(log, before), log);
    return process;
  }

  public String jdbcUrl(String database) {
    String scheme = version().isMariaDb() ? "mariadb" : "mysql";
    return "jdbc:" + scheme + "://127.0.0.1:" + port + "/" + database;
  }

  public MySqlVersion version() {
    return directory.binaries().version();
  }

  public int port() {
    return port;
  }

  /** May do everything, and needs no password. */
  public String user() {
    return USER;
  }

  /** Another one after each restart. */
  public synchronized long pid() {
    return process.pid();
  }

  public synchronized boolean isRunning() {
    return process.isAlive();
  }

  /** Stops the server in order, if it runs; all sessions are ended. */
  public synchronized void stop() {
    if (process.isAlive()) {
      process.stop();
    }
  }

  /**
   * Kills the server with all its sessions, as when its machine dies; what was not flushed by then
   * is not lost, for the system still has it.
   */
  public synchronized void kill() {
    if (process.isAlive()) {
      process.kill();
    }
  }

  /** As SIGSTOP does: it hangs, its connections stay open. */
  public synchronized void freeze() {
    if (process.isAlive()) {
      process.freeze();
    }
  }

  /** Lets a frozen server go on. */
  public synchronized void thaw() {
    if (process.isAlive()) {
      process.thaw();
    }
  }

  /** Stops the server if it runs, and starts it on the same port and data. */
  public synchronized void restart() {
    stop();
    process = run(directory, port);
  }

  /** Stops the server for good; the data stays. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      // The JVM is going down, and the hook has nothing left to do.
      return;
    }
  }

  /** The log goes on from earlier runs, whose lines do not count. */
  private static boolean saysReady(Path log, long before) {
    try {
      byte[] all = Files.readAllBytes(log);
      String ofThisRun =
          new String(all, (int) before, all.length - (int) before, StandardCharsets.UTF_8);
      return ofThisRun.contains("ready for connections");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + log, e);
    }
  }

  private static long size(Path log) {
    try {
      return Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + log, e);
    }
  }
}
