package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.gateway.auth.Credentials;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.auth.Proof;
import io.crossfade.gateway.auth.ScramVerifier;
import io.crossfade.servers.SharedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Node's `pg`, where it is installed (`npm install -g pg`, and NODE_PATH names the directory).
/// Where it is not, this is skipped, and says so.
class NodeIT {
  @BeforeEach
  void onlyWhereItIsInstalled() throws Exception {
    assumeTrue(isThere(), "node or its pg is not installed");
  }

  @Test
  void pgDoesWhatItDoesWithADatabase() throws Exception {
    Credentials postgres = new Credentials(Rig.USER, "");
    Login shop =
        new Login("shop", new Proof.Scram(ScramVerifier.ofPassword("s3cret")), postgres, postgres);
    String database = SharedPostgres.newDatabase(18);
    try (Rig rig = Rig.before(database, database, Rig.Options.USUAL.with(shop))) {
      Path script = Path.of(NodeIT.class.getResource("pg.js").toURI());
      Process node =
          new ProcessBuilder(
                  "node", script.toString(), "" + rig.port(), "shop", "s3cret", Rig.DATABASE)
              .redirectErrorStream(true)
              .start();
      String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(node.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
      assertThat(said).isEqualTo("done\n");
      rig.awaitNothingInFlight();
    }
  }

  private static boolean isThere() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "-e", "require('pg')").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
