package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.transfer.follow.Follower;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule 9: only the target knows how far the stream is, and it moves on from there only. The target
 * counts every write, for the rows themselves would not show a second one.
 */
class Rule9ExactlyOnceIT {
  /** The answers of the server that came when the connection was lost to us. */
  private final Queue<Future<Applied>> unheard = new ConcurrentLinkedQueue<>();

  private OwnServer server;
  private Scene scene;

  @BeforeEach
  void copyTable(@TempDir Path directory) {
    server = new OwnServer(18, directory.resolve("target"));
    scene =
        new Scene(TestDatabase.shared(16), server.database)
            .with(
                "CREATE TABLE t (id int PRIMARY KEY)",
                "INSERT INTO t SELECT n FROM generate_series(1, 10) n")
            .plan(1000);
    scene.copyNext();
    scene.countWrites("t");
  }

  @AfterEach
  void end() {
    server.releaseCommits();
    scene.close();
    server.close();
  }

  /** The batch is written, but nobody could tell us. */
  @Test
  void aSessionThatIsKilledInItsCommit() {
    Follower follower = scene.follow();
    holdCommitOf(11, follower);
    server.database.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    server.releaseCommits();
    scene.source.sql("INSERT INTO t VALUES (12)");
    scene.awaitApplied(follower);
    scene.assertSame();
    assertThat(scene.writes()).isEqualTo(2);
  }

  /** We read the old position once more, because the server still has the commit before it. */
  @Test
  void aConnectionThatIsLostInACommitWhichGoesOn() {
    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    server.holdCommits();
    loseNextConnectionInItsCommit();
    scene.source.sql("INSERT INTO t VALUES (11)");
    Await.until("the next attempt waits for it", () -> applies("wait_event_type = 'Lock'"));
    server.releaseCommits();
    assertThat(unheard.remove()).succeedsWithin(Await.SOON).isInstanceOf(Applied.Done.class);
    scene.source.sql("INSERT INTO t VALUES (12)");
    scene.awaitApplied(follower);
    scene.assertSame();
    assertThat(scene.writes()).isEqualTo(2);
  }

  /** Whoever lost a connection is forgiven once what may have been its own, and no more. */
  @Test
  void anOlderLeaseAfterALostConnection() {
    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    Hold inHand = scene.hold();
    scene
        .target
        .hooks()
        .on(
            "Applier.apply",
            call -> {
              scene.target.hooks().clear();
              inHand.stop();
              throw new CrossfadeException(ErrorCode.DATABASE_FAILED, "the connection is lost");
            });
    scene.source.sql("INSERT INTO t VALUES (11)");
    inHand.awaitReached();
    takeOver();
    inHand.release();

    Await.until("the follower stops", () -> follower.failure() != null);
    assertThat(follower.failure())
        .extracting(CrossfadeException::code)
        .isEqualTo(ErrorCode.SUPERSEDED);
    assertThat(scene.writes()).isZero();
  }

  /** The second has read the position while the first was in its commit. */
  @Test
  void twoOfTheSameLease() {
    Follower first = scene.follow();
    holdCommitOf(11, first);
    Follower second = scene.followElsewhere();
    Await.until("the second writes too", () -> applies("wait_event_type = 'Lock'"));
    server.releaseCommits();

    Await.until("the second stops", () -> second.failure() != null);
    assertThat(second.failure())
        .extracting(CrossfadeException::code)
        .isEqualTo(ErrorCode.SUPERSEDED);
    scene.awaitApplied(first);
    scene.assertSame();
    assertThat(scene.writes()).isEqualTo(1);
  }

  /** It slept with a batch in its hands while another process took the migration over. */
  @Test
  void anOlderLease() {
    Follower follower = scene.follow();
    scene.awaitApplied(follower);
    Hold inHand = scene.hold();
    scene.target.hooks().before("Applier.apply", inHand::stop);
    scene.source.sql("INSERT INTO t VALUES (11)");
    inHand.awaitReached();
    takeOver();
    inHand.release();

    Await.until("the follower stops", () -> follower.failure() != null);
    assertThat(follower.failure())
        .extracting(CrossfadeException::code)
        .isEqualTo(ErrorCode.SUPERSEDED);
    assertThat(scene.writes()).isZero();
  }

  private void takeOver() {
    Lease next = new Lease(scene.lease.migration(), scene.lease.store(), 2);
    scene.target.real().workspace().take(next);
  }

  /** Our end of it: the server has noticed nothing. */
  private void loseNextConnectionInItsCommit() {
    Hooks hooks = scene.target.hooks();
    hooks.on(
        "Applier.apply",
        call -> {
          hooks.clear();
          hooks.on("Applier.close", close -> null);
          unheard.add(scene.inBackground(() -> proceed(call)));
          server.awaitHeldCommit("crossfade/%/apply");
          throw new CrossfadeException(ErrorCode.DATABASE_FAILED, "the connection is lost");
        });
  }

  private static Applied proceed(Hooks.Call call) throws Exception {
    try {
      return (Applied) Objects.requireNonNull(call.proceed());
    } catch (Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("the batch failed", e);
    }
  }

  private void holdCommitOf(int id, Follower follower) {
    scene.awaitApplied(follower);
    server.holdCommits();
    scene.source.sql("INSERT INTO t VALUES (" + id + ")");
    Await.until("the batch is in its commit", () -> applies("wait_event = 'SyncRep'"));
  }

  private boolean applies(String condition) {
    return server.database.is(
        "EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'crossfade/%/apply' AND "
            + condition
            + ")");
  }
}
