package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.gateway.session.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Ends that vanish without a word cannot be made here without the rights of an administrator. But
/// the kernel can be asked whether it looks for them, and when it will do so next.
class KeepAliveIT {
  private static final List<Path> SOCKETS =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final int ADDRESS = 1;
  private static final int PEER = 2;
  private static final int TIMER = 5;
  private static final String KEEPALIVE = "02";

  /// Of the kernel's clock, as it tells times here.
  private static final long TICKS = 100;

  @Test
  void bothEndsOfASessionAreLookedForWithinAMinute() throws Exception {
    try (GreetingServer server = new GreetingServer()) {
      looks(server, Rig.Options.USUAL);
      looks(server, Rig.Options.USUAL.with(Transport.nio()));
    }
  }

  private static void looks(GreetingServer server, Rig.Options options) throws IOException {
    assumeTrue(SOCKETS.stream().allMatch(Files::isReadable), "there are no " + SOCKETS);
    int database = Rig.backend(server.url()).port();
    try (Rig rig = Rig.before(server.url(), server.url(), options);
        Wire wire = Wire.ready(rig.port())) {
      assertThat(wire.socket.isConnected()).isTrue();
      Rig.await("the client is looked for", () -> isLookedFor(ADDRESS, rig.port()));
      Rig.await("the database is looked for", () -> isLookedFor(PEER, database));
    }
  }

  /// Whether each connection has that port there, and the timer of keepalive runs out soon.
  private static boolean isLookedFor(int column, int port) {
    List<String[]> sockets =
        SOCKETS.stream()
            .flatMap(KeepAliveIT::lines)
            .map(line -> line.strip().split("\\s+"))
            .filter(socket -> socket[column].endsWith(String.format(Locale.ROOT, ":%04X", port)))
            .filter(socket -> socket[3].equals("01"))
            .toList();
    return !sockets.isEmpty()
        && sockets.stream()
            .allMatch(socket -> {
              String[] timer = socket[TIMER].split(":");
              return timer[0].equals(KEEPALIVE) && Long.parseLong(timer[1], 16) <= 60 * TICKS;
            });
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
