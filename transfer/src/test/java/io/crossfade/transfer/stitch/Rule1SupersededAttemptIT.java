package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 1: a worker that slept through its replacement writes nothing. */
class Rule1SupersededAttemptIT {
  private Scene scene;

  @BeforeEach
  void makeTable() {
    scene =
        new Scene()
            .with(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT n, repeat('old', 20) FROM generate_series(1, 5000) n")
            .plan(10_000);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  /**
   * It would find the source with other rows than its replacement, and put them beside those, with
   * a boundary that hides the deletes from the stream.
   */
  @Test
  void whoSleptBeforeTheCopyIsRefused() {
    Chunk slept = scene.open();
    scene.target.real().workspace().reopen(scene.lease, slept);
    scene.copyNext();
    scene.source.transaction(
        "DELETE FROM t", "INSERT INTO t SELECT n, 'new' FROM generate_series(6001, 7000) n");

    superseded(() -> scene.copy(slept));

    scene.awaitApplied(scene.follow());
    scene.assertSame();
  }

  /** Its rows, written but not committed, would keep the replacement from writing the same keys. */
  @Test
  void whoSleepsInTheCopyDoesNotHinderItsReplacement() {
    Hold beforeCommit = scene.hold();
    scene.target.hooks().before("ChunkWrite.commit", beforeCommit::stop);
    Chunk chunk = scene.open();
    Future<Long> slept = scene.copyInBackground(chunk);
    beforeCommit.awaitReached();
    scene.target.hooks().clear();
    // The server writes rows by the thousand.
    Await.until(
        "the server has written rows",
        () -> scene.target.is("(SELECT max(tuples_processed) FROM pg_stat_progress_copy) > 1000"));

    scene.target.real().workspace().reopen(scene.lease, chunk);
    assertThat(Await.result(scene.copyInBackground(scene.open()))).isEqualTo(5000);
    scene.source.sql("DELETE FROM t WHERE id = 5");
    beforeCommit.release();

    assertThatThrownBy(() -> Await.result(slept)).isInstanceOf(CrossfadeException.class);
    scene.awaitApplied(scene.follow());
    scene.assertSame();
  }

  @Test
  void whoseLeaseIsOlderIsRefused() {
    Hold beforeCommit = scene.hold();
    scene.target.hooks().before("ChunkWrite.commit", beforeCommit::stop);
    Future<Long> slept = scene.copyInBackground(scene.open());
    beforeCommit.awaitReached();

    scene
        .target
        .real()
        .workspace()
        .take(new Lease(scene.lease.migration(), scene.lease.store(), 2));
    beforeCommit.release();

    superseded(() -> Await.result(slept));
    assertThat(scene.target.one("SELECT count(*) FROM t")).isEqualTo("0");
  }

  private static void superseded(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SUPERSEDED));
  }
}
