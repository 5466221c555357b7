package io.crossfade.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A real PostgreSQL server of our own. It listens on loopback, so other processes can use it too,
 * and it ends with this JVM, however that ends. Stopping it keeps its data directory.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  static final String USER = "postgres";
  private static final int ATTEMPTS = 5;

  private final PostgresBinaries binaries;
  private final Path dataDir;
  private final int port;
  private final Thread stopAtExit = new Thread(this::stop, "stop-postgresql");
  private ServerProcess process;

  private EmbeddedPostgres(
      PostgresBinaries binaries, Path dataDir, int port, ServerProcess process) {
    this.binaries = binaries;
    this.dataDir = dataDir;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts a server over {@code dataDir}, which is made if it is not there.
   *
   * @param majorVersion 16 or 18; 15 or 17 where the module has unpacked them
   * @param durable whether an acknowledged commit survives the machine (fsync, synchronous_commit
   *     and full_page_writes on); without it tests are faster
   */
  public static EmbeddedPostgres start(int majorVersion, Path dataDir, boolean durable) {
    return start(majorVersion, dataDir, durable, Map.of());
  }

  /** As the other, with more settings, written as in {@code postgresql.conf}. */
  public static EmbeddedPostgres start(
      int majorVersion, Path dataDir, boolean durable, Map<String, String> settings) {
    return start(PostgresBinaries.ofVersion(majorVersion), dataDir, durable, settings);
  }

  /**
   * A durable server by the programs of an installed PostgreSQL.
   *
   * @param home the directory that holds its {@code bin}
   */
  public static EmbeddedPostgres startInstalled(
      int majorVersion, Path home, Path dataDir, Map<String, String> settings) {
    return start(new PostgresBinaries(majorVersion, home), dataDir, true, settings);
  }

  private static EmbeddedPostgres start(
      PostgresBinaries binaries, Path dataDir, boolean durable, Map<String, String> settings) {
    Path absolute = dataDir.toAbsolutePath().normalize();
    Map<String, String> all = DataDirectory.settings(durable);
    all.putAll(settings);
    DataDirectory.prepare(binaries, absolute, all);
    EmbeddedPostgres server = startOnFreePort(binaries, absolute);
    Runtime.getRuntime().addShutdownHook(server.stopAtExit);
    return server;
  }

  /**
   * Another process may take the port between our look and the server's: then another port is
   * tried.
   */
  private static EmbeddedPostgres startOnFreePort(PostgresBinaries binaries, Path dataDir) {
    for (int attempt = 1; ; attempt++) {
      int port = FreePort.pick();
      try {
        ServerProcess process = PostgresProcess.start(binaries, dataDir, port);
        return new EmbeddedPostgres(binaries, dataDir, port, process);
      } catch (IllegalStateException e) {
        boolean portTaken = String.valueOf(e.getMessage()).contains("could not bind");
        if (!portTaken || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER;
  }

  public int majorVersion() {
    return binaries.majorVersion();
  }

  public int port() {
    return port;
  }

  /** The superuser, who needs no password. */
  public String user() {
    return USER;
  }

  public Path dataDir() {
    return dataDir;
  }

  /** The postmaster's process; another one after each restart. */
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

  /** Stops all its processes as SIGSTOP does: it hangs, its connections stay open. */
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

  /**
   * Kills one of its processes, a session or one of its own. The server then ends all sessions,
   * recovers, and goes on by itself.
   */
  public synchronized void killOneProcess(RandomGenerator random) {
    if (process.isAlive()) {
      process.killOne(random);
    }
  }

  /** Stops the server if it runs, and starts it on the same port and data. */
  public synchronized void restart() {
    stop();
    process = PostgresProcess.start(binaries, dataDir, port);
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
}
