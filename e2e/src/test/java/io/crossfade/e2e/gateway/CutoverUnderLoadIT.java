package io.crossfade.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.e2e.clients.ServedMigration;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutoverUnderLoadIT {
  @TempDir Path directory;

  @Test
  void measure() throws Exception {
    int sessions = Integer.getInteger("sessions", 8);
    int rate = Integer.getInteger("rate", 300);
    int rounds = Integer.getInteger("rounds", 3);
    String protocol = System.getProperty("protocol", "simple");
    TwoDatabases databases = new TwoDatabases();
    Pgbench.tables(databases);
    Pgbench pgbench = Pgbench.find(directory).orElseThrow();
    long total = 0;
    try (ServedMigration served = new ServedMigration(databases, "load" + sessions, directory);
        GatewayProcess gateway = GatewayProcess.start(served, 0)) {
      for (int i = 0; i < rounds; i++) {
        Side to = i % 2 == 0 ? Side.TARGET : Side.SOURCE;
        var running = pgbench.start(gateway.port(), protocol, sessions, rate, 5);
        TimeUnit.SECONDS.sleep(2);
        long t = System.nanoTime();
        SwitchReport report = to == Side.TARGET ? served.cutover() : served.live().migration().rollback(false);
        long took = (System.nanoTime() - t) / 1_000_000;
        var result = running.result();
        total += result.done();
        System.out.println(
            "%s: %.1f ms pause, %d done, %d failed, verb took %d, %s"
                .formatted(to, result.longest(), result.done(), result.failed(), took, report));
        assertThat(databases.one(to, "SELECT count(*) FROM pgbench_history")).isEqualTo("" + total);
      }
    }
  }
}
