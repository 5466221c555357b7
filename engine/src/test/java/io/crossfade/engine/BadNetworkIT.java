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
  private static final String WRITES = "INSERT INTO notes (name) VALUES ('writes')";
  private static final String SWITCH = "cutover: {deadline: 8s, firstTry: 8s}";

  private final Network source = Network.to(SharedPostgres.ofVersion(16).port());
  private final Network target = Network.to(SharedPostgres.ofVersion(18).port());
  private final Map<Side, Network> networks = Map.of(Side.SOURCE, source, Side.TARGET, target);

  @TempDir Path directory;

  @AfterEach
  void close() {
    networks.values().forEach(Network::close);
  }

  @Test
  void anOutageInEachStepIsOutlastedAndLosesNothing() throws Exception {
    try (HeldMigration backfill = held("backfill", "copy: {chunkRows: 100, rowsPerSecond: 120}");
        HeldMigration catchUp = held("catch_up", "");
        HeldMigration finish = held("finish", "");
        HeldMigration shift = held("shift", "reads: [50, 100]\nbake: 20s");
        HeldMigration waits = held("waits", SWITCH);
        HeldMigration cutover = held("cutover", SWITCH);
        HeldMigration rollback = held("rollback", SWITCH);
        HeldMigration cleanup = held("cleanup", SWITCH);
        HeldMigration verify = held("verify", "");
        HeldMigration prepare = held("prepare", "")) {
      List<HeldMigration> steps = List.of(prepare, backfill, catchUp, finish, verify, shift, waits);
      // A slot is made once whoever writes on its server has ended, whichever migration it is for:
      // so each that is held up where it has written waits for those that have yet to make one.
      CountDownLatch restHasSlots = new CountDownLatch(1);
      catchUp
          .waitingIn(StepName.BACKFILL, restHasSlots)
          .heldIn(StepName.CATCH_UP, Side.TARGET, "LOCK TABLE crossfade.stream IN SHARE MODE");
      finish.waitingIn(StepName.BACKFILL, restHasSlots);
      finish.heldIn(StepName.FINISH, Side.TARGET, "LOCK TABLE notes IN EXCLUSIVE MODE");
      verify.heldIn(StepName.VERIFY, Side.SOURCE, "LOCK TABLE notes IN ACCESS EXCLUSIVE MODE");
      prepare.heldIn(StepName.PREPARE, Side.SOURCE, WRITES);
      List.of(catchUp, finish, shift, waits, cutover, rollback, cleanup)
          .forEach(HeldMigration::start);
      List.of(waits, cutover, rollback, cleanup).forEach(HeldMigration::awaitRun);
      Await.that(() -> flipped(rollback) && flipped(cleanup));
      backfill.start().awaitStep(StepName.BACKFILL);
      List.of(catchUp, finish).forEach(each -> each.awaitStep(StepName.BACKFILL));
      verify.start().awaitHeld();
      restHasSlots.countDown();
      prepare.start().awaitHeld();
      List.of(catchUp, finish).forEach(HeldMigration::awaitHeld);
      shift.awaitStep(StepName.SHIFT_READS);
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
      assertPassing(cleanup, cleaning);
      assertPassing(waits, verifying);
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
    try (HeldMigration slow = held("slow", "cutover: {deadline: 600ms, firstTry: 600ms}")) {
      source.delay(Duration.ofMillis(60));
      slow.start().awaitRun();
      assertThat(slow.live().migration().verify(false).clean()).isTrue();
      source.delay(Duration.ofMillis(700));
      Instant began = Instant.now();
      assertStays(slow, async(slow.live().migration()::cutover));
      assertThat(slow.live().open().board().current().held()).isFalse();
      assertThat(slow.live().open().board().current().writes()).isEqualTo(Writes.SOURCE);
      System.out.printf("the cutover was called off after %s%n", since(began));
      slow.live().insert(Side.SOURCE, "meanwhile");

      source.delay(Duration.ZERO);
      Await.that(() -> flipped(slow));
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
    assertPassing(migration, first);
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

  private static void assertStays(
      HeldMigration migration, CompletableFuture<SwitchReport> cutover) {
    assertPassing(migration, cutover);
    if (!cutover.isCompletedExceptionally()) {
      assertThat(cutover.join().decision()).isEqualTo(Decision.ABORT);
    }
  }

  /// It succeeded, or says what kept it from that.
  private static void assertPassing(HeldMigration migration, CompletableFuture<?> verb) {
    try {
      assertThat(migration.awaitEnd(verb, "a verb")).isNotNull();
    } catch (CompletionException e) {
      assertThat(e)
          .cause()
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              refused ->
                  assertThat(refused.code())
                      .as("%s", refused.getMessage())
                      .isIn(
                          ErrorCode.GATE_REFUSED,
                          ErrorCode.DEADLINE_PASSED,
                          ErrorCode.DATABASE_FAILED));
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
