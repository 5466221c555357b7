package io.crossfade.engine.gates;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Problem;
import io.crossfade.engine.manifest.AdapterSettings;
import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.engine.routes.PlainReport;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.Route;
import io.crossfade.transfer.Timing;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdapterGateTest {
  private static final AdapterSettings BOTH =
      ManifestReader.parse(
              "m",
              """
              migration: shop
              source: {url: "jdbc:postgresql://one/shop", user: a}
              target: {url: "jdbc:postgresql://two/shop", user: b}
              tables: ["public.*"]
              adapters:
                pgbouncer: {file: a.ini, console: {user: a}, databases: [shop]}
                haproxy: {file: b.cfg, socket: b.sock, backends: [shop], servers: {source: x, target: y}}
              """,
              Path.of("/x"))
          .adapters();

  private long nanos;
  private final RouteBoard board =
      new RouteBoard(Route.initial("shop"), _ -> {}, Duration.ofSeconds(3), new Clock());

  @Test
  void isOpenWhereEveryProgramIsLed() {
    AdapterGate gate = new AdapterGate(BOTH, board);
    board.report(PlainReport.of("orders-app-1", 0, 0, true, false, 1));
    assertThat(gate.beforeCutover())
        .extracting(Problem::where)
        .containsExactly("pgbouncer", "haproxy");
    board.report(PlainReport.of("pgbouncer-7-a", 0, 0, true, false, 1));
    assertThat(gate.beforeCutover()).extracting(Problem::where).containsExactly("haproxy");
    board.report(PlainReport.of("haproxy-8-b", 0, 0, true, false, 1));
    assertThat(gate.beforeCutover()).isEmpty();
    nanos += Duration.ofSeconds(4).toNanos();
    board.report(PlainReport.of("haproxy-8-b", 0, 0, true, false, 2));
    assertThat(gate.beforeCutover()).extracting(Problem::where).containsExactly("pgbouncer");
  }

  @Test
  void whereThereAreNoneNobodyIsMissed() {
    assertThat(new AdapterGate(AdapterSettings.NONE, board).beforeCutover()).isEmpty();
  }

  private final class Clock implements Timing {
    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void pause(Duration duration) {
      nanos += duration.toNanos();
    }
  }
}
