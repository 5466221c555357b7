package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import io.crossfade.servers.Rights;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `check` finds of a gateway before an application does.
@Timeout(60)
class GatewayCheckIT {
  private final TwoDatabases databases = new TwoDatabases();
  private final Commands commands = new Commands(new InProcessEngine());

  @TempDir Path directory;

  @Test
  void whatApplicationsWouldMeetIsFoundBefore() throws Exception {
    for (Side side : Side.values()) {
      databases.sql(side, "CREATE ROLE clerk LOGIN", "CREATE TABLE orders (id int PRIMARY KEY)");
    }
    databases.sql(
        Side.SOURCE,
        "CREATE ROLE auditor LOGIN",
        "CREATE TABLE later (id int PRIMARY KEY)",
        "ALTER TABLE later OWNER TO clerk",
        "GRANT SELECT, INSERT ON orders TO clerk");
    databases.sql(Side.TARGET, "GRANT SELECT ON orders TO clerk");
    Files.writeString(directory.resolve("secret"), "dark water");
    Files.writeString(directory.resolve("key.pem"), "dark water");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Commands.Ran check =
          check(
              """
              gateway:
                listen: {port: %d}
                tls: {certificate: nowhere.pem, key: key.pem}
                users:
                  clerk: {password: {file: secret}}
                  auditor: {verifier: {file: secret}, source: {password: {file: secret}}}
                  guest: {password: {env: CROSSFADE_NO_SUCH_VARIABLE}}
              """
                  .formatted(taken.getLocalPort()));
      assertThat(check.exitCode()).as(check.out()).isEqualTo(1);
      assertThat(oneLine(check))
          .contains("STOPS gateway.tls Cannot read", "nowhere.pem")
          .contains("warns gateway.listen nobody can listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("shop.yaml:10:5 (gateway.users.auditor)", "is no verifier")
          .contains("the target database does not let the gateway in for this user")
          .contains("environment variable CROSSFADE_NO_SUCH_VARIABLE is not set")
          .contains("may INSERT on the source, and as clerk nothing gives him that on the target")
          .contains("GRANT INSERT ON these tables TO clerk on the target, and")
          .contains(
              "may DELETE, INSERT, SELECT, TRUNCATE, UPDATE on the source, and as clerk nothing")
          .contains("TO clerk on the target, once they are made, and")
          .doesNotContain("dark water");
    }

    databases.sql(Side.SOURCE, "ALTER TABLE later OWNER TO " + Rights.OWNER);
    databases.sql(Side.TARGET, "GRANT INSERT ON orders TO clerk");
    Commands.Ran check = check("gateway: {listen: {port: 0}, users: {clerk: {auth: trust}}}");
    assertThat(check.exitCode()).as(check.out()).isZero();
    assertThat(check.out()).doesNotContain("clerk").contains("current_database() changes");

    databases.sql(Side.TARGET, "ALTER ROLE clerk CONNECTION LIMIT 3");
    String few =
        "gateway: {listen: {port: 0}, limits: {sessions: %d}, users: {clerk: {auth: trust}}}";
    assertThat(oneLine(check(few.formatted(4))))
        .contains("the target lets in 3 sessions of this user at most, and the source ")
        .contains("or lower gateway.limits.sessions to 3");
    assertThat(oneLine(check(few.formatted(3)))).doesNotContain("clerk");
  }

  private Commands.Ran check(String gateway) throws Exception {
    Path manifest = directory.resolve("shop.yaml");
    Files.writeString(
        manifest, databases.manifestText("checked", "tables: [\"public.*\"]\n" + gateway));
    return commands.run("check", manifest.toString());
  }

  private static String oneLine(Commands.Ran ran) {
    return ran.out().replaceAll("\\s+", " ");
  }
}
