package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.transfer.follow.Follower;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule 9: only the target knows how far the stream is, and it moves on from there only. The target
 * counts every write, for the rows themselves would not show a second one.
 */
class Rule9ExactlyOnceIT {
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
    scene
        .target
        .real()
        .workspace()
        .take(new Lease(scene.lease.migration(), scene.lease.store(), 2));
    inHand.release();

    Await.until("the follower stops", () -> follower.failure() != null);
    assertThat(follower.failure())
        .extracting(CrossfadeException::code)
        .isEqualTo(ErrorCode.SUPERSEDED);
    assertThat(scene.writes()).isZero();
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
