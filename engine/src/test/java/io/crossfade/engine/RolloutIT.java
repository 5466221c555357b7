package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent.RolloutStepBegun;
import io.crossfade.engine.MigrationEvent.RoutePublished;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rollout between real servers, over several processes.
class RolloutIT {
  @TempDir Path directory;

  @Test
  void itGoesOnOverKillsGoesBackForAGateAndIsBegunAnewByAPerson() throws Exception {
    try (FakePrometheus prometheus = new FakePrometheus()) {
      String rest = manifest(prometheus.port());
      TwoDatabases databases = new TwoDatabases();
      try (LiveMigration live = LiveMigration.notRunYet(databases, "rollout", rest, directory)) {
        run(live);
        Await.that(() -> live.journal().state().progress().pause() != null);
        assertThat(reads(live)).isEqualTo(10);
        Status.RollingOut at =
            Objects.requireNonNull(live.migration().status().traffic().rollout());
        assertThat(at.number()).isEqualTo(2);
        assertThat(at.does()).isEqualTo("pause");
        assertThat(at.next()).isEqualTo("setShadow: 5");
      } // as a kill: nothing of what comes next depends on what this process knew
      try (LiveMigration live = LiveMigration.again(databases, "rollout", rest, directory)) {
        run(live);
        live.migration().resume("a@b");
        Await.that(() -> live.journal().state().phase() == Phase.VERIFIED && step(live) == 6);
        assertThat(reads(live)).isEqualTo(60);
        assertThat(route(live).shadowPercent()).isEqualTo(5);
      }
      try (LiveMigration live = LiveMigration.again(databases, "rollout", rest, directory)) {
        run(live);
        prometheus.value = "9";
        Await.that(() -> reads(live) == 0 && live.journal().state().progress().pause() != null);
        assertThat(route(live).shadowPercent()).isZero();
        prometheus.value = "0";
      }
      try (LiveMigration live = LiveMigration.again(databases, "rollout", rest, directory)) {
        run(live);
        // it begins anew
        Await.that(() -> live.journal().state().progress().rollout() == null);
        live.migration().resume("a@b");
        Await.that(() -> reads(live) == 10);
        live.migration().abort();
      }
      try (LiveMigration live = LiveMigration.again(databases, "rollout", rest, directory)) {
        assertThat(shares(live)).containsExactly(10, 60, 0, 10, 0);
        assertThat(begun(live)).containsExactly(1, 2, 3, 4, 5, 6, 1, 2);
      }
    }
  }

  private static String manifest(int port) {
    return """
    gates:
      shop:
        prometheus: {url: "http://localhost:%d", query: failures}
        interval: 100ms
        successCondition: result <= 5
        on: [shift-reads, reads]
    rollout:
      - setReads: 10
      - pause
      - setShadow: 5
      - analysis: 300ms
      - setReads: 60
      - pause: 1h
      - setReads: 100
    """
        .formatted(port);
  }

  /// It may end with whatever ends its process.
  private static void run(LiveMigration live) {
    Thread.ofVirtual().uncaughtExceptionHandler((_, _) -> {}).start(live.migration()::run);
  }

  private static Route route(LiveMigration live) {
    return live.open().board().current();
  }

  private static int reads(LiveMigration live) {
    return share(route(live));
  }

  private static int share(Route route) {
    return route.reads() == Side.TARGET ? route.percent() : 0;
  }

  private static int step(LiveMigration live) {
    RolloutPlace at = live.journal().state().progress().rollout();
    return at == null ? 0 : at.number();
  }

  /// One after the other.
  private static List<Integer> shares(LiveMigration live) {
    List<Integer> all =
        live.events().stream()
            .filter(RoutePublished.class::isInstance)
            .map(event -> share(((RoutePublished) event).route()))
            .toList();
    return java.util.stream.IntStream.range(0, all.size())
        .filter(i -> i == 0 || !all.get(i).equals(all.get(i - 1)))
        .mapToObj(all::get)
        .toList();
  }

  private static List<Integer> begun(LiveMigration live) {
    return live.events().stream()
        .filter(RolloutStepBegun.class::isInstance)
        .map(event -> ((RolloutStepBegun) event).number())
        .toList();
  }
}
