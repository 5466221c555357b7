package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Await;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import io.crossfade.servers.SharedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Gateways of two servers on one control store: the one inside of the server that carries the
/// migration on, and one that asks the other server for its route.
@Timeout(240)
class ServedGatewayIT {
  private static final String MIGRATION = "served_gateway";
  private static final String STATUS = "/migrations/" + MIGRATION + "/status";
  private static final int SOME = 50;

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void whoCarriesTheMigrationOnListensAndNobodyIsCutOffByItsEnd() throws Exception {
    int port = prepare();
    String store = SharedPostgres.newDatabase(18);
    try (ServerProcess first = ServerProcess.start(directory, "first", store);
        ServerProcess second = ServerProcess.start(directory, "second", store)) {
      first.ready();
      second.ready();
      assertThat(first.post("/migrations", manifest(port)).statusCode()).isEqualTo(201);
      first.await(STATUS, "\"waitsFor\":\"cutover\"");
      Await.that(() -> listens(port));
      try (CrossfadeProcess gateway = asking(second);
          Application beside = new Application("beside", GatewayIT.port(gateway), "")) {
        Application inside = new Application("inside", port, "");
        moves(first, "cutover", inside, beside);
        first.process().kill();
        inside.awaitEnd();

        second.await(STATUS, "\"waitsFor\":\"cleanup\"");
        Await.that(() -> listens(port));
        try (Application again = new Application("again", port, "")) {
          moves(second, "rollback", again, beside);
          moves(second, "cutover", again, beside);
          assertThat(second.post("/migrations/" + MIGRATION + "/cleanup", "").statusCode())
              .isEqualTo(200);
          second.await(STATUS, "\"CLEANED\"");
          again.awaitMore(SOME);
          assertThat(again.end()).isEmpty();
        }
        Await.that(() -> !listens(port));
      }
      assertThat(databases.one(Side.TARGET, "SELECT count(DISTINCT application) FROM orders"))
          .isEqualTo("3");
    }
  }

  private int prepare() throws SQLException, IOException {
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE orders (application text, n int, tenant text, PRIMARY KEY (application, n))");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private String manifest(int port) {
    return databases.manifestText(
        MIGRATION,
        """
        tables: ["public.*"]
        reads: [100]
        cutover: {deadline: 20s, firstTry: 20s}
        gateway:
          listen: {port: %d}
          database: shop
          ownSettings: [shop.tenant]
          users: {app: {auth: trust, source: {user: postgres}, target: {user: postgres}}}
        """
            .formatted(port));
  }

  /// It does not carry the migration on, and refers whoever asks to the one that does.
  private CrossfadeProcess asking(ServerProcess server) throws IOException {
    String account = server.post("/accounts?name=gateway&role=router", "").body();
    Files.writeString(
        directory.resolve("token"), account.replaceFirst("(?s).*\"token\":\"(\\w+)\".*", "$1"));
    Files.writeString(directory.resolve("shop.yaml"), manifest(0));
    return CrossfadeProcess.start(
        directory, "gateway", "shop.yaml", "--server", server.url(), "--token-file", "token");
  }

  private static void moves(ServerProcess server, String verb, Application... applications) {
    server.await(STATUS, "\"ready\":true");
    assertThat(server.post("/migrations/" + MIGRATION + "/" + verb, "").body())
        .contains("\"FLIP\"");
    for (Application application : applications) {
      application.awaitMore(SOME);
      assertThat(application.end()).isEmpty();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
