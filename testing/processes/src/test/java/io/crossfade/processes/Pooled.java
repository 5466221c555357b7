package io.crossfade.processes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.engine.Await;
import io.crossfade.servers.Commands;
import io.crossfade.servers.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/// A PgBouncer that pools transactions, where one is installed.
record Pooled(Process process, int port, Path file) implements AutoCloseable {

  /// @param place where it finds the database `shop` at first, as a line of its file says it
  static Pooled start(Path directory, String place) throws IOException {
    String program =
        Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
            .map(one -> Path.of(one, "pgbouncer"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
            .orElse("");
    assumeTrue(!program.isEmpty(), "pgbouncer is not installed");
    int port = FreePort.pick();
    Path users = Files.writeString(directory.resolve("users.txt"), users());
    Path file =
        Files.writeString(
            directory.resolve("pgbouncer.ini"),
            """
            [databases]
            shop = %s
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = %s
            admin_users = admin
            pool_mode = transaction
            ignore_startup_parameters = extra_float_digits
            """
                .formatted(place, port, users));
    Process process =
        Commands.start(
            Commands.notAsRoot(List.of(program, file.toString())),
            directory.resolve("pgbouncer.log"));
    Pooled pooled = new Pooled(process, port, file);
    Await.that(() -> !process.isAlive() || pooled.isListening());
    return pooled;
  }

  private static String users() {
    return "\"app\" \"dark water\"\n\"admin\" \"deep water\"\n";
  }

  private boolean isListening() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/shop?prepareThreshold=0", "app", "dark water");
  }

  /// How often it was told to hold, as its log says.
  long pauses() {
    try (Stream<String> lines = Files.lines(file.resolveSibling("pgbouncer.log"))) {
      return lines.filter(line -> line.contains("PAUSE 'shop' command issued")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
