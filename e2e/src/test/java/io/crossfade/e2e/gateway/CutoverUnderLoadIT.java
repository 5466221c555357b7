package io.crossfade.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.e2e.clients.ServedMigration;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Cutover, rollback and cutover under writes that come through a gateway: of pgbench, where it is
/// installed, and of pgjdbc. How long the pauses are, `./crossfade bench cutover-gateway` measures.
class CutoverUnderLoadIT {
  private static final int SESSIONS = 8;

  @TempDir Path directory;

  @Test
  @Timeout(180)
  void nobodyFailsAndEverythingArrives() throws Exception {
    TwoDatabases databases = new TwoDatabases();
    Pgbench.tables(databases);
    Optional<Pgbench> program = Pgbench.find();
    List<@Nullable Side> announced = new ArrayList<>();
    Bookkeepers keepers;
    try (ServedMigration served = new ServedMigration(databases, "gatewayload", directory);
        GatewayProcess gateway = GatewayProcess.start(served, 0)) {
      served
          .live()
          .journal()
          .listen(recorded -> {
            if (recorded.event() instanceof MigrationEvent.SwitchStarted) {
              announced.add(served.board().announced());
            }
          });
      Optional<Pgbench.Running> running = Optional.empty();
      if (program.isPresent()) {
        running = Optional.of(program.get().start(gateway.port(), SESSIONS));
      }
      keepers = new Bookkeepers(gateway.url(), 4);
      try (keepers) {
        for (Side side : List.of(Side.TARGET, Side.SOURCE, Side.TARGET)) {
          keepers.awaitMore();
          SwitchReport report = move(served, side);
          assertThat(report.decision()).as(report.reason()).isEqualTo(Decision.FLIP);
          assertThat(served.board().announced()).as("it is over").isNull();
        }
        keepers.awaitMore();
      }
      if (running.isPresent()) {
        Pgbench.Result result = running.get().result();
        assertThat(result.failed()).as(result.said()).isZero();
        assertThat(databases.one(Side.TARGET, "SELECT count(*) FROM pgbench_history"))
            .as(result.said())
            .isEqualTo("" + result.done());
      }
    }
    assertThat(announced).containsExactly(Side.TARGET, Side.SOURCE, Side.TARGET);
    assertThat(keepers.failures()).isZero();
    assertThat(databases.column(Side.TARGET, "SELECT name FROM notes WHERE name LIKE 'keeper%'"))
        .containsExactlyInAnyOrderElementsOf(keepers.promised());
  }

  private static SwitchReport move(ServedMigration served, Side to) {
    return to == Side.TARGET ? served.cutover() : served.live().migration().rollback(false);
  }
}
