package io.crossfade.bench;

import io.crossfade.servers.FreePort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Who stands between pgbench and the database, in a process of its own.
///
/// @param process null if nobody does
record Middle(String name, int port, @Nullable Process process) implements AutoCloseable {
  static final String DIRECT = "direct";
  static final String PGBOUNCER = "pgbouncer";
  static final String OURS = "ours";

  private static final long PATIENCE_NANOS = 30_000_000_000L;

  static Middle direct(Site site) {
    return new Middle(DIRECT, site.server().port(), null);
  }

  /// In session mode, like ours, with its own defaults but for its limits.
  static Middle pgbouncer(Peers peers, Site site, Path directory) throws Exception {
    int port = FreePort.pick();
    Path users = Files.writeString(directory.resolve("users"), "\"postgres\" \"\"\n");
    Path settings =
        Files.writeString(
            directory.resolve("pgbouncer.ini"),
            """
            [databases]
            %s = host=127.0.0.1 port=%d
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = trust
            auth_file = %s
            pool_mode = session
            default_pool_size = 100
            """
                .formatted(site.database(), site.server().port(), port, users));
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      // It refuses to be run by root; in a user namespace it is not.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(peers.program("pgbouncer"), "-q", settings.toString()));
    Path log = directory.resolve("pgbouncer.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Middle started = new Middle(PGBOUNCER, port, process);
    started.awaitListening(log);
    return started;
  }

  /// With the options of the JVM that Crossfade itself is given.
  ///
  /// @param compared which share of the sessions has its reads compared, in percent
  static Middle gateway(Site source, Site target, int compared, Path directory) throws IOException {
    String name = compared == 0 ? OURS : OURS + ", " + compared + " % compared";
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LoneGateway.class.getName());
    command.addAll(List.of(source.database(), "" + source.server().port()));
    command.addAll(List.of("" + target.server().port(), "" + compared));
    Path errors = directory.resolve("gateway-" + compared + ".log");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String port =
        process
            .inputReader()
            .lines()
            .filter(line -> line.startsWith(LoneGateway.LISTENS))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the gateway does not start: " + errors));
    return new Middle(
        name, Integer.parseInt(port.substring(LoneGateway.LISTENS.length())), process);
  }

  private void awaitListening(Path log) throws Exception {
    long begin = System.nanoTime();
    while (!Ports.listens(port)) {
      if (process == null || !process.isAlive() || System.nanoTime() - begin > PATIENCE_NANOS) {
        throw new IllegalStateException(name + " does not start:\n" + Files.readString(log));
      }
      Thread.sleep(10);
    }
  }

  /// What it has used so far.
  double cpuSeconds() {
    return process == null ? 0 : Cpu.secondsOfTree(process.pid());
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
