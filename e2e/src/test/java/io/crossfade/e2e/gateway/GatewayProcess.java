package io.crossfade.e2e.gateway;

import io.crossfade.e2e.clients.ServedMigration;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A [GatewayMain] in front of the two databases of a migration.
final class GatewayProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private GatewayProcess(Process process) throws IOException {
    this.process = process;
    String line = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (line == null) {
      throw new IllegalStateException("the gateway has ended");
    }
    this.port = Integer.parseInt(line);
  }

  /// @param port to listen on; 0 for any that is free
  static GatewayProcess start(ServedMigration served, int port) throws IOException {
    TwoDatabases databases = served.databases();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            GatewayMain.class.getName(),
            served.routes().toString(),
            databases.url(Side.SOURCE),
            databases.url(Side.TARGET),
            "" + port);
    return new GatewayProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  int port() {
    return port;
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + GatewayMain.USER;
  }

  /// As `kill -9`: it says nothing to anybody.
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
