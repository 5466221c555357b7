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
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A gateway is killed with `kill -9` at each moment of a switch, and another one takes its place.
/// Whatever was promised to an application is there exactly once, and the switch ends by itself,
/// one way or the other.
class KilledGatewayIT {
  private enum Moment {
    ANNOUNCED(event -> event instanceof MigrationEvent.SwitchStarted),
    HELD(event -> event instanceof MigrationEvent.RoutePublished it && it.route().held()),
    DECIDED(event -> event instanceof MigrationEvent.SwitchDecided),
    FLIPPED(event -> event instanceof MigrationEvent.RoutePublished it && !it.route().held()),
    AFTER(event -> event instanceof MigrationEvent.SwitchFinished);

    private final Predicate<MigrationEvent> isIt;

    Moment(Predicate<MigrationEvent> isIt) {
      this.isIt = isIt;
    }
  }

  private record Trap(Moment moment, GatewayProcess gateway) {}

  @TempDir Path directory;
  private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();

  @Test
  @Timeout(180)
  void whatWasPromisedIsThereOnce() throws Exception {
    TwoDatabases databases = new TwoDatabases();
    List<Decision> firstTries = new ArrayList<>();
    Bookkeepers keepers;
    Side side = Side.SOURCE;
    try (ServedMigration served = new ServedMigration(databases, "killedgateway", directory)) {
      served.live().journal().listen(recorded -> fall(recorded.event()));
      GatewayProcess gateway = GatewayProcess.start(served, 0);
      keepers = new Bookkeepers(gateway.url(), 4);
      try (keepers) {
        for (Moment moment : Moment.values()) {
          keepers.awaitMore();
          trap.set(new Trap(moment, gateway));
          side = side.other();
          SwitchReport report = move(served, side);
          assertThat(trap.get()).as("it was killed " + moment).isNull();
          firstTries.add(report.decision());
          gateway = GatewayProcess.start(served, gateway.port());
          keepers.awaitMore();
          for (int i = 0; i < 5 && report.decision() != Decision.FLIP; i++) {
            report = move(served, side);
          }
          assertThat(report.decision()).as(report.reason()).isEqualTo(Decision.FLIP);
        }
        keepers.awaitMore();
      } finally {
        gateway.close();
      }
    }
    assertThat(firstTries).contains(Decision.FLIP);
    List<String> there = databases.column(side, "SELECT name FROM notes WHERE name LIKE 'keeper%'");
    assertThat(there).doesNotHaveDuplicates().containsAll(keepers.promised());
    Set<String> known = keepers.promised();
    known.addAll(keepers.inDoubt());
    assertThat(known).containsAll(there);
  }

  private static SwitchReport move(ServedMigration served, Side to) {
    return to == Side.TARGET ? served.cutover() : served.live().migration().rollback(false);
  }

  private void fall(MigrationEvent event) {
    Trap set = trap.get();
    if (set != null && set.moment().isIt.test(event)) {
      trap.set(null);
      set.gateway().kill();
    }
  }
}
