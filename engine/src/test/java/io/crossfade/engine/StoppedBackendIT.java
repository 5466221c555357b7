package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A session of ours that its server stops to run, in the midst of a chunk, as under a debugger or
/// on a machine that swaps.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppedBackendIT {
  /// Longer than it takes until somebody asks the server what has become of it.
  private static final long STOPPED_SECONDS = 6;

  private static final String WAITS =
      """
      SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
      AND application_name LIKE 'crossfade/%'\
      """;
  private static final String ALL = "SELECT t::text FROM notes t ORDER BY t.id";

  @TempDir Path directory;

  @Test
  void isWaitedForOnEitherSide() throws Exception {
    try (HeldMigration source = copying("stopped_source");
        HeldMigration target = copying("stopped_target")) {
      source.hold(Side.SOURCE, "LOCK TABLE notes IN ACCESS EXCLUSIVE MODE");
      target.hold(Side.TARGET, "LOCK TABLE notes IN SHARE MODE");
      List<String> reads = stop(source, Side.SOURCE);
      List<String> writes = stop(target, Side.TARGET);
      source.letGo();
      target.letGo();
      assertThat(new CountDownLatch(1).await(STOPPED_SECONDS, TimeUnit.SECONDS)).isFalse();
      assertThat(source.live().journal().state().phase()).isEqualTo(Phase.PREPARED);
      assertThat(target.live().journal().state().phase()).isEqualTo(Phase.PREPARED);

      signal("CONT", reads);
      signal("CONT", writes);
      for (HeldMigration each : List.of(source, target)) {
        each.awaitRun();
        assertThat(each.live().migration().verify(false).clean()).isTrue();
        assertThat(each.databases().column(Side.TARGET, ALL))
            .isEqualTo(each.databases().column(Side.SOURCE, ALL));
      }
    }
  }

  private HeldMigration copying(String name) throws Exception {
    HeldMigration migration =
        new HeldMigration(Map.of(), name, "copy: {chunkRows: 100, rowsPerSecond: 200}", directory);
    migration.start().awaitStep(StepName.BACKFILL);
    Await.that(() -> migration.live().migration().status().copy().rows() > 0);
    return migration;
  }

  private static List<String> stop(HeldMigration migration, Side side) throws Exception {
    List<String> sessions = List.of();
    while (sessions.isEmpty()) {
      sessions = migration.databases().column(side, WAITS);
    }
    signal("STOP", sessions);
    return sessions;
  }

  private static void signal(String name, List<String> processes) throws Exception {
    for (String process : processes) {
      assertThat(new ProcessBuilder("kill", "-" + name, process).start().waitFor()).isZero();
    }
  }
}
