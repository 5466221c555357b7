package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import io.crossfade.servers.Network;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Between Crossfade and both databases lies a network that loses everything for half a minute and
/// tells nobody, or on which every answer is late.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadNetworkIT {
  private static final long OUTAGE_SECONDS = Long.getLong("outage.seconds", 30);
  private static final String ALL = "SELECT t::text FROM notes t ORDER BY t.id";
  private static final String KEEPS_OUT = "LOCK TABLE notes IN ACCESS EXCLUSIVE MODE";
  private static final String WRITES = "INSERT INTO notes (name) VALUES ('writes')";
  private static final String SWITCH = "cutover: {deadline: 8s, firstTry: 8s}";

  private final Map<Side, Network> networks =
      Map.of(
          Side.SOURCE, Network.to(SharedPostgres.ofVersion(16).port()),
          Side.TARGET, Network.to(SharedPostgres.ofVersion(18).port()));

  @TempDir Path directory;

  @AfterEach
  void close() {
    networks.values().forEach(Network::close);
  }

  @Test
  void anOutageInEachStepIsOutlastedAndLosesNothing() throws Exception {
    try (HeldMigration prepare =
            held("prepare", "").heldIn(StepName.PREPARE, Side.SOURCE, WRITES).start();
        HeldMigration backfill =
            held("backfill", "copy: {chunkRows: 100, rowsPerSecond: 60}").start();
        HeldMigration catchUp =
            held("catch_up", "")
                .heldIn(StepName.CATCH_UP, Side.TARGET, "LOCK TABLE crossfade.stream IN SHARE MODE")
                .start();
        HeldMigration finish =
            held("finish", "").heldIn(StepName.FINISH, Side.TARGET, KEEPS_OUT).start();
        HeldMigration verify =
            held("verify", "").heldIn(StepName.VERIFY, Side.SOURCE, KEEPS_OUT).start();
        HeldMigration shift = held("shift", "reads: [50, 100]\nbake: 20s").start();
        HeldMigration waits = held("waits", SWITCH).start();
        HeldMigration cutover = held("cutover", SWITCH).start();
        HeldMigration rollback = held("rollback", SWITCH).start();
        HeldMigration cleanup = held("cleanup", SWITCH).start()) {
      List<HeldMigration> steps = List.of(prepare, backfill, catchUp, finish, verify, shift, waits);
      backfill.awaitStep(StepName.BACKFILL);
      List.of(prepare, catchUp, finish, verify).forEach(HeldMigration::awaitHeld);
      shift.awaitStep(StepName.SHIFT_READS);
      List.of(waits, cutover, rollback, cleanup).forEach(HeldMigration::awaitRun);
      Await.that(() -> flipped(rollback) && flipped(cleanup));
      var cuttingOver = held(cutover, Side.SOURCE, cutover.live().migration()::cutover);
      var rollingBack = held(rollback, Side.TARGET, () -> back(rollback));

      networks.values().forEach(Network::lose);
      Instant began = Instant.now();
      var cleaning = async(cleanup.live().migration()::cleanup);
      var verifying = async(() -> waits.live().migration().verify(false));
      for (HeldMigration each : steps) {
        each.letGo();
        each.live().insert(Side.SOURCE, "meanwhile");
        assertThat(each.live().migration().status().where().running()).isTrue();
      }
      cutover.letGo();
      rollback.letGo();
      assertThat(new CountDownLatch(1).await(OUTAGE_SECONDS, TimeUnit.SECONDS)).isFalse();
      networks.values().forEach(Network::heal);

      steps.forEach(HeldMigration::awaitRun);
      endsAndMayBeTriedAgain(cutover, cuttingOver, cutover.live().migration()::cutover);
      assertThat(side(cutover)).isEqualTo(Side.TARGET);
      endsAndMayBeTriedAgain(rollback, rollingBack, () -> back(rollback));
      assertThat(side(rollback)).isEqualTo(Side.SOURCE);
      assertPassing(cleaning);
      assertPassing(verifying);
      System.out.printf("all went on %s after the network was lost%n", since(began));
      for (HeldMigration each : steps) {
        assertThat(each.live().migration().verify(false).clean()).isTrue();
        assertSame(each);
        assertThat(each.live().count(Side.TARGET, "name = 'meanwhile'")).isEqualTo("1");
      }
      assertSame(cutover);
      assertSame(rollback);
      if (!cleanup.live().journal().state().phase().isEnd()) {
        assertThat(cleanup.live().migration().cleanup().phase()).isEqualTo(Phase.CLEANED);
      }
    }
  }

  @Test
  void aSourceThatIsSlowIsWaitedForAndNotCutOver() throws Exception {
    Network source = networks.get(Side.SOURCE);
    try (HeldMigration slow = held("slow", "cutover: {deadline: 600ms, firstTry: 600ms}")) {
      source.delay(Duration.ofMillis(60));
      slow.start().awaitRun();
      assertThat(slow.live().migration().verify(false).clean()).isTrue();
      source.delay(Duration.ofMillis(700));
      Instant began = Instant.now();
      assertStays(async(slow.live().migration()::cutover));
      assertThat(slow.live().open().board().current().held()).isFalse();
      assertThat(slow.live().open().board().current().writes()).isEqualTo(Writes.SOURCE);
      System.out.printf("the cutover was called off after %s%n", since(began));
      slow.live().insert(Side.SOURCE, "meanwhile");

      source.delay(Duration.ZERO);
      assertThat(flipped(slow)).isTrue();
      assertThat(slow.live().count(Side.TARGET, "name = 'meanwhile'")).isEqualTo("1");
      assertThat(slow.live().migration().verify(false).clean()).isTrue();
    }
  }

  private HeldMigration held(String name, String rest) throws SQLException {
    return new HeldMigration(networks, "network_" + name, rest, directory);
  }

  /// A switch whose fence waits for a transaction, so that everybody is held.
  private static CompletableFuture<SwitchReport> held(
      HeldMigration migration, Side from, Supplier<SwitchReport> verb) {
    migration.hold(from, WRITES);
    CompletableFuture<SwitchReport> switching = async(verb);
    Await.that(() -> migration.live().open().board().current().held());
    return switching;
  }

  private static SwitchReport back(HeldMigration migration) {
    return migration.live().migration().rollback(false);
  }

  private static boolean flipped(HeldMigration migration) {
    try {
      return migration.live().migration().cutover().decision() == Decision.FLIP;
    } catch (CrossfadeException e) {
      assertThat(e.code()).isIn(ErrorCode.GATE_REFUSED, ErrorCode.DEADLINE_PASSED);
      return migration.live().journal().state().phase() == Phase.CUT_OVER;
    }
  }

  /// Whatever came of it, nobody stays held, and nobody has to ask for that.
  private static void endsAndMayBeTriedAgain(
      HeldMigration migration, CompletableFuture<SwitchReport> first, Supplier<SwitchReport> verb) {
    assertPassing(first);
    Await.that(() -> !migration.live().open().board().current().held());
    Side before = side(migration);
    if (!first.isCompletedExceptionally() && first.join().decision() == Decision.FLIP) {
      return;
    }
    Await.that(() -> side(migration) != before || flips(verb));
  }

  private static Side side(HeldMigration migration) {
    return migration.live().journal().state().authoritative();
  }

  private static boolean flips(Supplier<SwitchReport> verb) {
    try {
      return verb.get().decision() == Decision.FLIP;
    } catch (CrossfadeException e) {
      assertThat(e.code())
          .isIn(
              ErrorCode.GATE_REFUSED,
              ErrorCode.DEADLINE_PASSED,
              ErrorCode.DATABASE_FAILED,
              ErrorCode.NOT_ALLOWED_NOW);
      return false;
    }
  }

  private static void assertStays(CompletableFuture<SwitchReport> cutover) {
    try {
      assertThat(cutover.join().decision()).isEqualTo(Decision.ABORT);
    } catch (CompletionException e) {
      assertThat(((CrossfadeException) e.getCause()).code())
          .isIn(ErrorCode.GATE_REFUSED, ErrorCode.DEADLINE_PASSED);
    }
  }

  /// It succeeded, or says what kept it from that.
  private static void assertPassing(CompletableFuture<?> verb) {
    try {
      assertThat(verb.join()).isNotNull();
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(CrossfadeException.class);
      assertThat(((CrossfadeException) e.getCause()).code())
          .as("%s", e.getMessage())
          .isIn(ErrorCode.GATE_REFUSED, ErrorCode.DEADLINE_PASSED, ErrorCode.DATABASE_FAILED);
    }
  }

  private static void assertSame(HeldMigration migration) throws SQLException {
    assertThat(migration.databases().column(Side.TARGET, ALL))
        .isEqualTo(migration.databases().column(Side.SOURCE, ALL));
  }

  private static <T> CompletableFuture<T> async(Supplier<T> verb) {
    return CompletableFuture.supplyAsync(verb, Thread::startVirtualThread);
  }

  private static String since(Instant began) {
    return Duration.between(began, Instant.now()).toMillis() + " ms";
  }
}
